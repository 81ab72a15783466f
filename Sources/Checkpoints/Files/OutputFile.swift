import Diagnostics
import Glibc

/// A file that stands under its name only when it is whole.
package final class OutputFile {
  private let path: String
  private let temporary: String
  private var descriptor: Int32
  private var isFinished = false

  /// Makes a file beside the one that it will replace.
  ///
  /// - Throws: `checkpoint/unwritable`.
  package init(path: String) throws {
    try Self.check(path)
    self.path = path
    temporary = "\(path).part-\(getpid())"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw Self.problem(path) }
  }

  /// Checks that nothing but a file would be replaced: no folder, device or link.
  ///
  /// - Throws: `checkpoint/unwritable`.
  package static func check(_ path: String) throws {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
    throw Diagnostic(
      "checkpoint/unwritable",
      "cannot replace what exists and is no regular file",
      at: .init(file: path),
      hint: "name the file itself, not a folder, a link or a device"
    )
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isFinished { unlink(temporary) }
  }

  /// Adds bytes to the end.
  ///
  /// - Throws: `checkpoint/unwritable`.
  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.problem(path) }
      done += count
    }
  }

  /// Gives the file its name; without this it is taken away.
  ///
  /// - Throws: `checkpoint/unwritable`.
  package func finish() throws {
    guard fsync(descriptor) == 0 else { throw Self.problem(path) }
    let result = close(descriptor)
    descriptor = -1
    guard result == 0, rename(temporary, path) == 0 else { throw Self.problem(path) }
    isFinished = true
  }

  private static func problem(_ path: String) -> Diagnostic {
    Diagnostic(
      "checkpoint/unwritable",
      "cannot write the file: \(String(cString: strerror(errno)).lowercased())",
      at: .init(file: path)
    )
  }
}
