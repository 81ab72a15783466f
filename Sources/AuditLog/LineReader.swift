import Diagnostics
import Glibc

/// The lines of a file, or of standard input, one after the other, each of bounded length.
final class LineReader {
  private static let maximumLine = 64 << 20
  private let file: UnsafeMutablePointer<FILE>
  let path: String
  /// The line given last, from one.
  private(set) var line = 0

  /// Opens a file, or standard input where the path is `-`.
  init(_ path: String) throws {
    let isInput = path == "-"
    self.path = isInput ? "standard input" : path
    guard let file = isInput ? fdopen(dup(STDIN_FILENO), "r") : fopen(path, "re") else {
      throw SafeFile.failure("audit/cannot-read", "cannot be read", self.path)
    }
    self.file = file
  }

  deinit { fclose(file) }

  /// The next line without its end, or nil after the last.
  func next() throws -> [UInt8]? {
    var bytes: [UInt8] = []
    while true {
      let byte = getc_unlocked(file)
      if byte == EOF {
        guard ferror(file) == 0 else {
          throw SafeFile.failure("audit/cannot-read", "cannot be read", path)
        }
        guard !bytes.isEmpty else { return nil }
        break
      }
      if byte == 0x0A { break }
      guard bytes.count < Self.maximumLine else {
        throw Diagnostic(
          "import/too-long",
          "a line has more than \(Self.maximumLine) bytes",
          at: .init(file: path, line: line + 1)
        )
      }
      bytes.append(UInt8(truncatingIfNeeded: byte))
    }
    line += 1
    return bytes
  }
}
