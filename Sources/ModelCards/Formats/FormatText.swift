import AuditLog
import SafetyCore

/// Words that the formats of machines share.
enum FormatText {
  /// Model, guard, part of the set and event of a figure, for which no format has another place.
  static func slice(_ metric: Evidence<MetricEvent>) -> String {
    let body = metric.body
    var parts = ["model: \(body.subject.model)"]
    if let policy = body.subject.policySHA256 { parts.append("guard: \(policy.hex.prefix(12))") }
    let slice = MetricText.slice(body)
    if !slice.isEmpty { parts.append(slice) }
    parts.append("evidence: e\(metric.seq)")
    return parts.joined(separator: ", ")
  }

  /// Whether a text is an absolute URI, which schemas ask for: a scheme, a colon and more.
  static func isURI(_ text: String) -> Bool {
    let scheme = text.prefix { $0 != ":" }
    return scheme.first.map { $0.isASCII && $0.isLetter } ?? false
      && scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
      && scheme.utf8.count + 1 < text.utf8.count && text.utf8.allSatisfy { $0 < 0x80 }
      && isReference(text)
  }

  /// Whether a text has none of the signs that no reference, whole or relative, may hold.
  static func isReference(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy {
      $0.value > 0x20 && $0.value != 0x7F && !$0.properties.isWhitespace
        && !"\"<>\\^`{|}".unicodeScalars.contains($0)
    }
  }

  /// A point of a list into what it is and what is done about it, at the first colon.
  static func divided(_ text: String) -> (String, String?) {
    guard let colon = text.firstIndex(of: ":") else { return (text, nil) }
    let rest = MarkdownTable.trimmed(text[text.index(after: colon)...])
    return (MarkdownTable.trimmed(text[..<colon]), rest.isEmpty ? nil : rest)
  }
}
