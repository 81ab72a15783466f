/// A problem a person can act on: what was wrong, where, and what to do about it.
///
/// Every room of the package reports failures in this one shape; the same value is rendered as
/// terminal text, as JSON and, later, as an HTTP error body.
package struct Diagnostic: Error, Sendable, Hashable {
  /// A stable kebab-case identifier with a family, such as `policy/unknown-key`.
  package struct Code: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
  }

  /// Where a problem was found; lines and columns count from one, offsets from zero.
  package struct Place: Sendable, Hashable {
    package var file: String
    package var line: Int?
    package var column: Int?
    package var byteOffset: Int?

    package init(file: String, line: Int? = nil, column: Int? = nil, byteOffset: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
      self.byteOffset = byteOffset
    }
  }

  package var code: Code
  /// A lower-case phrase without a full stop that never holds the text of a document.
  package var message: String
  package var place: Place?
  package var hint: String?
  /// Seconds after which the same may be tried again; nil where nobody said so.
  package var retryAfter: Int?

  package init(_ code: Code, _ message: String, at place: Place? = nil, hint: String? = nil) {
    self.code = code
    self.message = message
    self.place = place
    self.hint = hint
  }
}

extension Diagnostic.Place: CustomStringConvertible {
  /// `file:line:column`, shortened to what is known.
  package var description: String {
    var text = file
    if let line { text += ":\(line)" }
    if line != nil, let column { text += ":\(column)" }
    if let byteOffset { text += line == nil ? " at byte \(byteOffset)" : " (byte \(byteOffset))" }
    return text
  }
}

extension Diagnostic: CustomStringConvertible {
  /// The three-line form shown in a terminal, without colour.
  package var description: String {
    var text = "error[\(code.rawValue)]: \(message)"
    if let place { text += "\n  at \(place)" }
    if let hint { text += "\nhint: \(hint)" }
    return text
  }
}
