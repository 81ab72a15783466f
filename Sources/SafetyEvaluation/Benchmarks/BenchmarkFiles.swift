/// Where a benchmark's files come from: a folder, or a list in memory for tests.
package protocol BenchmarkFiles: Sendable {
  /// What people see of the place, such as the path of the folder.
  var root: String { get }

  /// The names of the files in a folder below the root; none where it is not there.
  func names(in folder: String) throws -> [String]

  /// The bytes of a file below the root: unpacked of `.gz`, and of `.parquet` its rows as JSON lines.
  ///
  /// - Throws: Where it cannot be read or is longer than `maximum`.
  func read(_ path: String, maximum: Int) throws -> [UInt8]
}
