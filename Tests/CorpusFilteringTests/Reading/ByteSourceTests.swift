import FuzzSupport
import Testing

import Compression
import CorpusFiltering

struct ByteSourceTests {
  let folder: TemporaryFolder
  let text = Array((1...400).map { "silver kettle \($0) dance\n" }.joined().utf8)

  init() throws { folder = try TemporaryFolder() }

  private func read(_ bytes: [UInt8], chunk: Int = 4096) throws -> ([UInt8], String?) {
    readAll(try ByteSource(path: try folder.write("a", bytes)), chunk: chunk)
  }

  @Test(arguments: [OutputCompression.none, .gzip, .zstd], [1, 7, 4096, 1 << 20])
  func `gives back what was packed`(compression: OutputCompression, chunk: Int) throws {
    let read = try read(packed(text, compression), chunk: chunk)
    #expect(read.0 == text)
    #expect(read.1 == nil)
  }

  @Test(arguments: [OutputCompression.gzip, .zstd])
  func `joins members and frames, empty ones included`(compression: OutputCompression) throws {
    let one = try packed(Array("silver".utf8), compression)
    let two = try packed(Array("kettle".utf8), compression)
    #expect(try read(one + two + one).0 == Array("silverkettlesilver".utf8))
  }

  @Test func `takes skippable zstd frames first and between`() throws {
    let skippable: [UInt8] = [0x51, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9]
    let frame = try packed(Array("silver".utf8), .zstd)
    let read = try read(skippable + frame + skippable + frame)
    #expect(read.0 == Array("silversilver".utf8))
    #expect(read.1 == nil)
  }

  @Test func `ignores zero padding after gzip and names other garbage`() throws {
    let member = try packed(Array("silver".utf8), .gzip)
    let padded = try read(member + [0, 0, 0, 0])
    #expect(padded.0 == Array("silver".utf8) && padded.1 == nil)
    let garbage = try read(member + Array("dance".utf8))
    #expect(garbage.0 == Array("silver".utf8) && garbage.1 == "input/trailing-garbage")
    let frame = try packed(Array("silver".utf8), .zstd)
    let after = try read(frame + Array("dance".utf8))
    #expect(after.0 == Array("silver".utf8) && after.1 == "input/trailing-garbage")
  }

  @Test(arguments: [OutputCompression.gzip, .zstd])
  func `names a stream cut at any byte and gives what came before`(
    compression: OutputCompression
  ) throws {
    let short = Array(text[..<600])
    let whole = try packed(short, compression)
    for count in 4..<whole.count {
      let read = try read(Array(whole[..<count]))
      #expect(read.1 == "input/truncated-\(compression.rawValue)", "cut at \(count)")
      #expect(short.starts(with: read.0))
    }
  }

  @Test(arguments: [OutputCompression.gzip, .zstd], [21, 22] as [UInt64])
  func `survives mutated streams`(compression: OutputCompression, seed: UInt64) throws {
    print("seed \(seed)")
    var generator = Fuzz.Generator(seed: seed)
    let whole = try packed(Array(text[..<900]), compression)
    for _ in 0..<300 {
      let read = try read(mutated(whole, with: &generator))
      #expect(read.0.count < 1 << 22)
    }
  }

  @Test(arguments: [OutputCompression.none, .gzip, .zstd])
  func `skips to a place`(compression: OutputCompression) throws {
    let source = try ByteSource(path: folder.write("a", packed(text, compression)))
    try source.skip(to: 5000)
    #expect(readAll(source).bytes == Array(text[5000...]))
  }

  @Test func `tells compressions by their first bytes alone`() throws {
    #expect(try ByteSource(path: folder.write("a.gz", "silver")).compression == .none)
    #expect(try ByteSource(path: folder.write("b", packed([1], .gzip))).compression == .gzip)
    #expect(try ByteSource(path: folder.write("c.gz", packed([1], .zstd))).compression == .zstd)
    #expect(try ByteSource(path: folder.write("d", "")).compression == .none)
  }
}
