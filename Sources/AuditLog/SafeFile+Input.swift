import Diagnostics
import Glibc

extension SafeFile {
  /// Reads a regular file, or standard input where the path is `-`.
  ///
  /// - Throws: `audit/cannot-read`, or `audit/too-long` beyond the limit.
  package static func readInput(_ path: String, limit: Int) throws -> [UInt8] {
    guard path == "-" else { return try read(path, limit: limit).bytes }
    let name = "standard input"
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = piece.withUnsafeMutableBytes {
        Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("audit/cannot-read", "cannot be read", name) }
      guard count > 0 else { return bytes }
      bytes += piece[..<count]
      guard bytes.count <= limit else {
        throw Diagnostic(
          "audit/too-long",
          "more bytes than the limit of \(limit)",
          at: .init(file: name)
        )
      }
    }
  }
}
