import Parquet
import Testing

struct ParquetLinesTests {
  @Test func `has files of every codec, encoding and writer`() {
    #expect(ParquetFixture.all.count == 15)
  }

  @Test(arguments: ParquetFixture.all)
  func `reads what pyarrow reads`(fixture: ParquetFixture) throws {
    let read = ReadLines(fixture.path)
    #expect(read.problem == nil)
    let wanted = try fixture.lines()
    #expect(wanted.count > 500)
    #expect(String(decoding: read.bytes, as: UTF8.self) == String(decoding: wanted, as: UTF8.self))
  }

  @Test(arguments: [1, 7, 1000])
  func `gives the same bytes in pieces of any size`(piece: Int) throws {
    for name in ["nested", "encodings-0"] {
      let fixture = ParquetFixture(name: name)
      #expect(try ReadLines(fixture.path, piece: piece).bytes == fixture.lines())
    }
  }

  @Test func `goes on from any place`() throws {
    let fixture = ParquetFixture(name: "nested")
    let wanted = try fixture.lines()
    for offset in stride(from: 0, through: wanted.count, by: 61) {
      let lines = try ParquetLines(path: fixture.path, rowBytes: 1 << 20)
      try lines.skip(to: offset)
      #expect(lines.byteOffset == offset)
      var rest = [UInt8](repeating: 0, count: wanted.count)
      let count = try rest.withUnsafeMutableBytes { try lines.read(into: $0) }
      #expect(rest[..<count] == wanted[offset...].prefix(count))
      #expect(count > 0 || offset == wanted.count)
    }
  }

  @Test func `cuts a row that is too long, and leaves it too long`() throws {
    let fixture = ParquetFixture(name: "none")
    let whole = try fixture.lines().split(separator: UInt8(ascii: "\n"))
    let limit = 600
    let read = ReadLines(fixture.path, rowBytes: limit).bytes.split(separator: UInt8(ascii: "\n"))
    #expect(read.count == whole.count)
    for (row, found) in zip(whole, read) {
      #expect(row.count <= limit ? found == row : found.count > limit)
    }
  }
}
