import Diagnostics
import Glibc
import SafetyEvaluation

/// Benchmark files in a folder on disk.
struct BenchmarkFolder: BenchmarkFiles {
  let root: String

  func names(in folder: String) throws -> [String] {
    let path = folder.isEmpty ? root : "\(root)/\(folder)"
    if let names = FolderNames.read(path) { return names }
    guard errno == ENOENT || errno == ENOTDIR else { throw InputFile.unreadable(path) }
    return []
  }

  func read(_ path: String, maximum: Int) throws -> [UInt8] {
    try InputFile.bytes("\(root)/\(path)", maximum: maximum)
  }
}
