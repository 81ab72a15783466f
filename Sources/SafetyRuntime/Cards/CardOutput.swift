import AuditLog
import Diagnostics
import Glibc

/// A folder that files are written into, each in one step.
package struct CardOutput: Sendable {
  package let path: String

  init(_ path: String) { self.path = path }

  /// Writes a file with the folders on its way, unless it holds these bytes already.
  ///
  /// - Throws: `audit/cannot-write`.
  package func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = "\(path)/\(name)"
    if access(file, F_OK) == 0, let old = try? SafeFile.read(file, limit: bytes.count),
      old.bytes == bytes
    {
      return
    }
    var parent = ""
    for part in file.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      parent += part + "/"
      guard mkdir(parent, 0o755) == 0 || errno == EEXIST else {
        throw Diagnostic(
          "audit/cannot-write",
          "the folder cannot be made: \(String(cString: strerror(errno)).lowercased())",
          at: .init(file: parent)
        )
      }
    }
    try SafeFile.replace(file, bytes)
  }
}
