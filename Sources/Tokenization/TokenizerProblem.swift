import Diagnostics

/// Writes the diagnostics of one tokenizer file.
struct TokenizerProblem: Sendable {
  let file: String

  /// A value that cannot be used as it is.
  func malformed(_ path: String, _ message: String, at byte: Int? = nil) -> Diagnostic {
    Diagnostic(
      "tokenizer/malformed",
      path.isEmpty ? message : "`\(path)` \(message)",
      at: .init(file: file, byteOffset: byte)
    )
  }

  /// A component or an option that is understood nowhere here; to pass over it would change ids.
  func unsupported(_ path: String, _ message: String) -> Diagnostic {
    Diagnostic(
      "tokenizer/unsupported",
      "`\(path)` \(message)",
      at: .init(file: file),
      hint: "docs/tokenization.md lists what is supported"
    )
  }

  /// A count, length or depth past its bound.
  func tooLarge(_ path: String, _ message: String) -> Diagnostic {
    Diagnostic("tokenizer/too-large", "`\(path)` \(message)", at: .init(file: file))
  }

  /// Text from a file as it may stand in a message: cut short, without control characters.
  static func quoted(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(60).map { scalar -> Character in
      scalar.value < 0x20 || scalar.value == 0x7F ? "\u{FFFD}" : Character(scalar)
    }
    return String(shown)
  }
}
