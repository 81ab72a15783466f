import Diagnostics
import Foundation
import Parquet

/// Files that pyarrow, fastparquet, DuckDB and Polars wrote, with the lines that pyarrow reads from them,
/// made by `scripts/goldens/parquet_cases.py`.
struct ParquetFixture: CustomStringConvertible {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  let name: String

  static let all: [ParquetFixture] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".parquet") }.sorted()
    .map { ParquetFixture(name: String($0.dropLast(".parquet".count))) }

  var description: String { name }
  var path: String { Self.folder.appending(path: "\(name).parquet").path }

  func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

  func lines() throws -> [UInt8] {
    Array(try Data(contentsOf: Self.folder.appending(path: "\(name).jsonl")))
  }
}

/// What a file gives, and the problem that ends it.
struct ReadLines {
  var bytes: [UInt8] = []
  var problem: Diagnostic?

  /// Reads at most so many bytes.
  init(_ path: String, piece: Int = 1 << 16, rowBytes: Int = 1 << 20, most: Int = 1 << 22) {
    do throws(Diagnostic) {
      let lines = try ParquetLines(path: path, rowBytes: rowBytes)
      try read(lines, piece: piece, most: most)
    } catch {
      problem = error
    }
  }

  private mutating func read(
    _ lines: ParquetLines,
    piece: Int,
    most: Int
  ) throws(Diagnostic) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 1)
    defer { buffer.deallocate() }
    while bytes.count < most {
      let count = try lines.read(into: buffer)
      guard count > 0 else { return }
      bytes += buffer[..<count]
    }
  }
}

/// A file that is gone after the test.
final class TemporaryFile {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "parquet-\(UUID().uuidString).parquet").path

  init(_ bytes: [UInt8]) throws { try write(bytes) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: [UInt8]) throws {
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
  }
}
