import Compression
import CorpusFiltering
import Diagnostics
import Glibc
import Parquet
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
    try refuseIrregular("\(root)/\(path)")
    let file = "\(root)/\(path)"
    if path.hasSuffix(".gz") {
      let source = try ByteSource(path: file)
      return try all(of: file, maximum: maximum) { into throws(Diagnostic) in
        try source.read(into: into)
      }
    }
    if path.hasSuffix(".parquet") {
      let lines = try ParquetLines(path: file, rowBytes: maximum)
      return try all(of: file, maximum: maximum) { into throws(Diagnostic) in
        try lines.read(into: into)
      }
    }
    return try InputFile.bytes(file, maximum: maximum)
  }

  /// A pipe would keep a run waiting, and give whoever reads it next other bytes.
  private func refuseIrregular(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
    throw Diagnostic("runtime/unreadable", "not a regular file", at: .init(file: path))
  }

  /// A stream to its end.
  private func all(
    of path: String,
    maximum: Int,
    read: (UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try piece.withUnsafeMutableBytes { buffer throws(Diagnostic) in
        try read(buffer)
      }
      guard count > 0 else { return bytes }
      guard bytes.count + count <= maximum else {
        throw Diagnostic(
          "runtime/too-large",
          "the file has more than \(maximum) bytes unpacked",
          at: .init(file: path)
        )
      }
      bytes += piece[..<count]
    }
  }
}
