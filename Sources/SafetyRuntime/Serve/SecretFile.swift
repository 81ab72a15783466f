import Diagnostics
import Glibc

/// Reads secrets from files or the environment, so that no command line shows them.
package enum SecretFile {
  private static let longest = 4_096

  /// The secret of a setting: of the file given, else of the variable, else of the setting's file.
  ///
  /// - Throws: What the other `read` throws.
  package static func read(_ path: String?, for setting: Setting) throws -> String? {
    let isInVariable = getenv(setting.variable) != nil
    return try read(
      path ?? (isInVariable ? nil : Settings.current[setting]),
      or: setting.variable
    )
  }

  /// A secret of one line.
  ///
  /// - Parameters:
  ///   - path: The file; nil to look into the environment.
  ///   - variable: The name there.
  /// - Returns: Nil where neither is.
  /// - Throws: `secret/…` and what reading the file throws; the secret is in no message.
  package static func read(_ path: String?, or variable: String) throws -> String? {
    let text: String
    if let path {
      text = String(decoding: try InputFile.bytes(path, maximum: longest), as: UTF8.self)
    } else {
      guard let value = getenv(variable) else { return nil }
      text = String(cString: value)
    }
    let secret = text.split(whereSeparator: { $0.isWhitespace || $0.isNewline })
    guard secret.count == 1, let only = secret.first else {
      throw Diagnostic(
        "secret/not-one",
        "exactly one secret is expected",
        at: .init(file: path ?? "$" + variable)
      )
    }
    return String(only)
  }
}
