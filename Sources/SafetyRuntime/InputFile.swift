import Diagnostics
import Glibc
import SafetyCore

/// Whole files and their digests.
package enum InputFile {
  /// Reads a small file whole.
  ///
  /// - Parameters:
  ///   - path: Of the file.
  ///   - maximum: How many bytes it may have.
  /// - Returns: What stands in it.
  /// - Throws: `runtime/unreadable`, `runtime/too-large`, `runtime/invalid-utf8`.
  package static func text(_ path: String, maximum: Int = .max) throws -> String {
    let bytes = try bytes(path, maximum: maximum)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic("runtime/invalid-utf8", "the file is not UTF-8", at: .init(file: path))
    }
    return text
  }

  /// Reads a file whole and refuses one that is longer than its kind may be.
  ///
  /// - Throws: `runtime/unreadable`, `runtime/too-large`.
  static func bytes(_ path: String, maximum: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachPiece(of: path) { piece in
      guard bytes.count + piece.count <= maximum else {
        throw Diagnostic(
          "runtime/too-large",
          "the file has more than \(maximum) bytes",
          at: .init(file: path)
        )
      }
      bytes += piece
    }
    return bytes
  }

  /// Hashes a file in pieces of 1 MiB.
  ///
  /// - Parameters:
  ///   - path: Of the file.
  ///   - progress: Is told of each piece how many bytes it had.
  /// - Returns: The digest, and how many bytes there are.
  /// - Throws: `runtime/unreadable`, and what `progress` throws.
  package static func digest(
    _ path: String,
    progress: (Int) throws -> Void = { _ in }
  ) throws -> (sha256: Digest, size: Int) {
    var hasher = Hasher256()
    var size = 0
    try forEachPiece(of: path) {
      hasher.update($0)
      size += $0.count
      try progress($0.count)
    }
    return (hasher.finalize(), size)
  }

  private static func forEachPiece(
    of path: String,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      guard count > 0 else { return }
      try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  static func unreadable(_ path: String) -> Diagnostic {
    Diagnostic(
      "runtime/unreadable",
      "cannot read the file: \(String(cString: strerror(errno)).lowercased())",
      at: .init(file: path)
    )
  }
}
