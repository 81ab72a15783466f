import Glibc

/// Where output goes and how it may look there.
package struct Terminal: Sendable {
  /// Whether text may be coloured.
  package enum Colour: String, Sendable, CaseIterable {
    case auto
    case always
    case never
  }

  /// STDOUT_FILENO or STDERR_FILENO.
  package let descriptor: CInt
  package let isInteractive: Bool
  package let usesColour: Bool

  /// - Parameters:
  ///   - descriptor: An open file.
  ///   - colour: `auto` colours terminals unless `NO_COLOR` is set or `TERM` is `dumb`.
  package init(_ descriptor: CInt, colour: Colour = .auto) {
    self.descriptor = descriptor
    isInteractive = isatty(descriptor) == 1
    let isRefused = Self.variable("NO_COLOR").map { !$0.isEmpty } ?? false
    let isDumb = Self.variable("TERM") == "dumb"
    usesColour =
      switch colour {
      case .always: true
      case .never: false
      case .auto: isInteractive && !isRefused && !isDumb
      }
  }

  /// Columns of the window, 80 where nobody knows.
  package var width: Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Columns that a table must keep to; nil where no person looks at it.
  package var room: Int? { isInteractive ? width : nil }

  package func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes bytes; that standard output takes no more is kept in `StandardOutput`.
  package func write(_ bytes: [UInt8]) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        if descriptor == STDOUT_FILENO { StandardOutput.keep(count < 0 ? errno : EIO) }
        return
      }
      written += count
    }
  }

  package func bold(_ text: String) -> String { usesColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  package func dim(_ text: String) -> String { usesColour ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
