import Foundation
import Testing

import CorpusFiltering

/// Rows of Parquet as documents; the reader itself is tested in its own room.
struct ParquetShardTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "ParquetTests/Fixtures").path
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func lines(_ name: String) throws -> [String] {
    let text = try String(contentsOfFile: "\(Self.fixtures)/\(name).jsonl", encoding: .utf8)
    return text.split(separator: "\n").map(String.init)
  }

  @Test(arguments: ["duckdb", "nested", "zstd"], [64, 300, 1 << 18])
  func `takes a row for a document and keeps it as JSON`(name: String, batchBytes: Int) throws {
    let path = "\(Self.fixtures)/\(name).parquet"
    let options = ReadOptions(batchBytes: batchBytes)
    let read = try ReadShard(path, .parquet, options: options)
    let lines = try lines(name)
    #expect(read.quarantined.isEmpty && lines.count == 12)
    let kept = read.documents.map { String(decoding: $0.kept, as: UTF8.self) }
    #expect(kept == lines.map { $0 + "\n" })
    #expect(read.documents.map(\.line) == Array(1...12))
    // Every place at which a batch ends is one to go on from.
    for batch in read.batches where !batch.position.isAtEnd {
      let rest = try ReadShard(path, .parquet, options: options, from: batch.position)
      let first = batch.position.line
      #expect(rest.documents == read.documents.filter { $0.line >= first })
    }
  }

  @Test func `takes the id of a column`() throws {
    let read = try ReadShard("\(Self.fixtures)/duckdb.parquet", .parquet)
    let named = try lines("duckdb").enumerated().map { index, line in
      let id = line.split(separator: "\"id\":")[1].prefix { $0 != "," }
      return id == "null" ? "shard:\(index + 1)" : String(id)
    }
    #expect(Set(named).count > 5)
    #expect(read.documents.map(\.id) == named)
  }

  @Test func `puts rows that are no documents into quarantine`() throws {
    let path = "\(Self.fixtures)/duckdb.parquet"
    let missing = try ReadShard(path, .parquet, options: ReadOptions(textField: "silver"))
    #expect(missing.codes == Array(repeating: "input/missing-field", count: 12))
    // Column `c` has missing values, and `f` is a number.
    let empty = try ReadShard(path, .parquet, options: ReadOptions(textField: "c"))
    let count = try lines("duckdb").count { $0.contains("\"c\":null") }
    #expect(count > 0 && empty.codes == Array(repeating: "input/wrong-type", count: count))
    let long = try ReadShard(path, .parquet, limits: ReadLimits(lineBytes: 80))
    let tooLong = try lines("duckdb").count { $0.utf8.count > 80 }
    #expect(tooLong > 0 && long.codes == Array(repeating: "input/line-too-long", count: tooLong))
    #expect(long.documents.count == 12 - tooLong)
  }

  @Test func `puts what is not UTF-8 and the rest of a damaged file into quarantine`() throws {
    var bytes = try TemporaryFolder.read("\(Self.fixtures)/none.parquet")
    let word = Array("kettle".utf8)
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: word) })
    bytes[place] = 0xFF
    let read = try ReadShard(folder.write("bad.parquet", bytes), .parquet)
    #expect(!read.codes.isEmpty && Set(read.codes) == ["input/invalid-utf8"])
    #expect(read.documents.count + read.codes.count == 12)
    let cut = try ReadShard(folder.write("cut.parquet", Array(bytes.dropLast(3))), .parquet)
    #expect(cut.documents.isEmpty && cut.codes == ["input/broken-parquet"])
    #expect(cut.quarantined.first?.endsInput == true)
  }
}
