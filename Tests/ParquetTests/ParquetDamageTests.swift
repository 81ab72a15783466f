import Diagnostics
import Glibc
import Parquet
import Testing

struct ParquetDamageTests {
  private func problem(_ bytes: [UInt8]) throws -> Diagnostic? {
    let file = try TemporaryFile(bytes)
    let problem = ReadLines(file.path).problem
    #expect(problem?.place?.file == file.path)
    return problem
  }

  @Test func `refuses what is no Parquet file or is cut off`() throws {
    let bytes = try ParquetFixture(name: "zstd").bytes()
    func ending(_ length: [UInt8], _ mark: String = "PAR1") -> [UInt8] {
      Array(bytes.prefix(bytes.count - 8)) + length + Array(mark.utf8)
    }
    let cases: [(bytes: [UInt8], phrase: String)] = [
      ([], "does not begin with `PAR1`"), (Array("PAR1".utf8), "does not begin with"),
      (Array(#"{"text":"silver kettle dance"}"#.utf8), "does not begin with"),
      (Array(bytes.dropLast()), "cut off"), (Array(bytes.prefix(5000)), "cut off"),
      (ending([0xFF, 0xFF, 0, 0]), "longer than the file"),
      (ending([0, 0, 0, 0x70]), "over the limit"),
      (ending([0, 1, 0, 0], "PARE"), "encrypted"),
    ]
    for (damaged, phrase) in cases {
      let problem = try #require(try problem(damaged))
      #expect(problem.message.contains(phrase), "\(problem.message)")
      #expect(problem.code.rawValue.hasSuffix("-parquet"))
    }
  }

  @Test func `names the column of a page without its checksum`() throws {
    var bytes = try ParquetFixture(name: "zstd").bytes()
    // The first page is the dictionary of `text`; 60 bytes in stands its data.
    bytes[60] ^= 1
    let problem = try #require(try problem(bytes))
    #expect(problem.message.contains("checksum") && problem.message.contains("`text`"))
  }

  @Test func `gives the rows before damage first`() throws {
    let fixture = ParquetFixture(name: "nested")
    let good = try fixture.bytes()
    let lines = try fixture.lines()
    var reached: Set<Int> = []
    // Row groups of five rows: damage in the second one leaves the first.
    for place in stride(from: good.count / 5, to: good.count / 2, by: 3) {
      var bytes = good
      bytes[place] ^= 0xFF
      let file = try TemporaryFile(bytes)
      let read = ReadLines(file.path)
      guard read.problem != nil else { continue }
      let count = read.bytes.count { $0 == UInt8(ascii: "\n") }
      #expect(read.bytes.last ?? 10 == UInt8(ascii: "\n"))
      reached.insert(count)
      if count >= 5 {
        let first = lines.split(separator: 10).prefix(3)
        #expect(read.bytes.split(separator: 10).prefix(3) == first)
      }
    }
    #expect(reached.contains { $0 >= 5 }, "\(reached)")
  }

  @Test func `refuses a pipe, a folder and a file that is not there`() throws {
    let pipe = "/tmp/parquet-pipe-\(getpid())"
    try #require(mkfifo(pipe, 0o600) == 0)
    defer { unlink(pipe) }
    // Someone writes, else opening would wait.
    let writer = open(pipe, O_RDWR)
    defer { close(writer) }
    #expect(ReadLines(pipe).problem?.code == "input/not-a-file")
    #expect(ReadLines("/tmp").problem?.code == "input/not-a-file")
    #expect(ReadLines("/nowhere/silver.parquet").problem?.code == "input/unreadable")
  }
}
