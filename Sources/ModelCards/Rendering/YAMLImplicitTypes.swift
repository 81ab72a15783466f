/// What a YAML 1.1 reader takes for something else than a text, although it is written as one.
///
/// Made once for each document, because the patterns are parsed when they are made.
struct YAMLImplicitTypes {
  private let words: Set<String> = [
    "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE",
    "on", "On", "ON", "off", "Off", "OFF", "~", "null", "Null", "NULL", "<<", "=",
  ]
  private let numbersAndTimes: [Regex<Substring>] = [
    /[-+]?0b[0-1_]+/, /[-+]?0[0-7_]+/, /[-+]?(?:0|[1-9][0-9_]*)/, /[-+]?0x[0-9a-fA-F_]+/,
    /[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+/,
    /[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?/, /\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?/,
    /[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*/, /[-+]?\.(?:inf|Inf|INF)/,
    /\.(?:nan|NaN|NAN)/,
    /[0-9]{4}-[0-9]{2}-[0-9]{2}/,
    /[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?/,
  ]

  /// Whether the plain text is a boolean, null, a number or a time.
  func holds(_ text: String) -> Bool {
    guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else {
      return words.contains(text)
    }
    return numbersAndTimes.contains { text.wholeMatch(of: $0) != nil }
  }
}
