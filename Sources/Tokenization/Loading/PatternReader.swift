import Diagnostics

/// Reads the field `pattern` of a component.
enum PatternReader {
  static func read(_ reader: ComponentReader) throws(Diagnostic) -> TextPattern {
    guard let view = reader.view["pattern"], view.kind == .object, view.count == 1 else {
      throw reader.malformed("pattern", "is neither a `String` nor a `Regex`")
    }
    let pattern = ComponentReader(
      view: view,
      path: "\(reader.path).pattern",
      problem: reader.problem
    )
    if let text = try pattern.string("String") {
      guard !text.isEmpty else { throw pattern.malformed("String", "is empty") }
      return .literal(Array(text.utf8))
    }
    let wording = try pattern.requiredString("Regex")
    if let expression = SplitExpression.named(wording) { return .expression(expression) }
    if let plain = literal(wording) { return plain }
    throw pattern.unsupported(
      "Regex",
      "is the expression `\(TokenizerProblem.quoted(wording))`, which is not among those supported"
    )
  }

  /// Expressions without alternatives: one sign, alone or repeated.
  private static func literal(_ wording: String) -> TextPattern? {
    switch wording {
    case " {2,}": .run(0x20, atLeast: 2)
    case " +": .run(0x20, atLeast: 1)
    case "\\n", "\n": .literal([0x0A])
    case " ": .literal([0x20])
    default: nil
    }
  }
}
