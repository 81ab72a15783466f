import FuzzSupport
import Testing

import CorpusFiltering

struct DelimitedTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ text: String,
    _ format: InputFormat = .csv,
    batchBytes: Int = 256
  ) throws -> ReadShard {
    try ReadShard(
      folder.write("a.csv", text),
      format,
      options: ReadOptions(batchBytes: batchBytes),
      limits: ReadLimits(lineBytes: 500)
    )
  }

  @Test func `reads quoted newlines, commas and quotes`() throws {
    let rows = "id,text,url\r\n1,\"silver, \"\"kettle\"\"\n\ndance\",u\r\n2,plain,\r\n"
    let read = try read(rows)
    #expect(read.texts == ["silver, \"kettle\"\n\ndance", "plain"])
    #expect(read.documents.map(\.id) == ["1", "2"])
    #expect(read.documents.map(\.url) == ["u", nil])
    #expect(read.documents.map(\.line) == [2, 5])
    #expect(read.batches[0].prologue == Array("id,text,url\r\n".utf8))
    #expect(read.documents.flatMap(\.kept) == Array(rows.utf8.dropFirst(13)))
  }

  @Test func `reads tabs and takes a quote inside a field as it is`() throws {
    let read = try read("text\tid\n5\" pipe, long\tx\n", .tsv)
    #expect(read.texts == ["5\" pipe, long"])
    #expect(read.documents[0].id == "x")
  }

  @Test func `takes quoted header names and a last row without newline`() throws {
    #expect(try read("\"text\"\nsilver\n\nkettle").texts == ["silver", "kettle"])
  }

  @Test func `names what is wrong with rows`() throws {
    #expect(try read("id,body\n1,k\n2,l\n").codes == ["input/missing-column"])
    #expect(
      try read("id,text\n1\n2,a,b\n3,k\n").codes
        == Array(repeating: "input/wrong-column-count", count: 2)
    )
    #expect(try read("text\n\"a\"b\nk\n").codes == ["input/broken-csv"])
    #expect(try read("text\nk\n\"open\nand on").codes == ["input/unclosed-quote"])
  }

  @Test func `passes over a row beyond the limit with its newlines`() throws {
    let long = String(repeating: "silver\n", count: 200)
    let read = try read("text\n\"\(long)\"\nk\n")
    #expect(read.texts == ["k"])
    #expect(read.codes == ["input/line-too-long"])
    #expect(read.documents[0].line == 203)
  }

  @Test func `reads the header again when it goes on`() throws {
    let rows = "text,id\n" + (0..<80).map { "\"k \($0)\n\",\($0)\n" }.joined()
    let whole = try read(rows)
    for batch in whole.batches {
      let rest = try ReadShard(
        "\(folder.path)/a.csv",
        .csv,
        options: ReadOptions(batchBytes: 256),
        limits: ReadLimits(lineBytes: 500),
        from: batch.position
      )
      #expect(rest.documents == Array(whole.documents.suffix(rest.documents.count)))
      #expect(rest.batches.last?.position ?? batch.position == whole.batches.last?.position)
      #expect(rest.batches.allSatisfy { $0.prologue.isEmpty })
    }
  }

  @Test(arguments: [31, 32, 33] as [UInt64])
  func `leaves no byte of mutated rows unaccounted for`(seed: UInt64) throws {
    print("seed \(seed)")
    var generator = Fuzz.Generator(seed: seed)
    let rows = Array((0..<10).map { "\($0),\"silver\n\"\"kettle\"\"\",u\n" }.joined().utf8)
    for _ in 0..<80 {
      let bytes = Array("id,text,url\n".utf8) + mutated(rows, with: &generator)
      let read = try ReadShard(
        folder.write("a.csv", bytes),
        .csv,
        options: ReadOptions(batchBytes: 64),
        limits: ReadLimits(lineBytes: 100)
      )
      let rest = read.unaccounted(of: bytes).dropFirst(11)
      #expect(rest.allSatisfy { $0 == 0x0A || $0 == 0x0D })
    }
  }
}
