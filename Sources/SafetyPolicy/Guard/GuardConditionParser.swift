import Diagnostics
import SafetyCore

/// Reads a condition such as `all(hit(silver), lang in [en, de], not(route in [clinic]))`.
struct GuardConditionParser {
  /// What is wrong and where in the text, in scalars from its start.
  struct Problem: Error {
    var code: Diagnostic.Code
    var message: String
    var offset: Int
    var hint: String?
  }

  private static let functions = ["all", "any", "not", "hit", "score", "count"]
  private static let facts = ["turn_risk", "lang", "route", "role", "tool"]
  private static let deepest = 16

  private let scalars: [Unicode.Scalar]
  private let detectors: [String]
  private var place = 0
  private var depth = 0

  /// - Parameters:
  ///   - text: The condition.
  ///   - detectors: Ids in the order of the policy.
  init(_ text: String, detectors: [String]) {
    scalars = Array(text.unicodeScalars)
    self.detectors = detectors
  }

  mutating func parse() throws(Problem) -> GuardCondition {
    let condition = try term()
    skipSpace()
    guard place == scalars.count else { throw problem("text after the condition") }
    return condition
  }

  private mutating func term() throws(Problem) -> GuardCondition {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw problem("nested more than \(Self.deepest) deep") }
    let start = place
    let word = word()
    switch word {
    case "all": return .all(try terms())
    case "any": return .any(try terms())
    case "not":
      let parts = try terms()
      guard parts.count == 1 else { throw problem("`not` takes one condition") }
      return .not(parts[0])
    case "hit": return .hit(try detector())
    case "score":
      let detector = try detector()
      return .score(detector, atLeast: try bound(0...1))
    case "count":
      let detector = try detector()
      return .count(detector, atLeast: Int(try bound(1...1_000_000).rounded(.up)))
    case "turn_risk": return .turnRisk(atLeast: try bound(0...1))
    case "lang": return .language(try list())
    case "route": return .route(try list())
    case "role": return .role(try list())
    case "tool": return .tool(try list())
    default:
      place = start
      skipSpace()
      throw unknown(word)
    }
  }

  private func unknown(_ word: String) -> Problem {
    let known = Self.functions + Self.facts
    return Problem(
      code: "policy/bad-condition",
      message: word.isEmpty ? "a condition is missing" : "unknown word `\(word.prefix(40))`",
      offset: place,
      hint: nearest(to: word, among: known).map { "did you mean `\($0)`?" }
        ?? "conditions are made of \(known.joined(separator: ", "))"
    )
  }

  private mutating func terms() throws(Problem) -> [GuardCondition] {
    try expect("(")
    var parts = [try term()]
    while take(",") { parts.append(try term()) }
    try expect(")")
    return parts
  }

  private mutating func detector() throws(Problem) -> Int {
    try expect("(")
    skipSpace()
    let start = place
    let name = word()
    guard let index = detectors.firstIndex(of: name) else {
      throw Problem(
        code: "policy/unknown-detector",
        message: "unknown detector `\(name.prefix(60))`",
        offset: start,
        hint: nearest(to: name, among: detectors).map { "did you mean `\($0)`?" }
      )
    }
    try expect(")")
    return index
  }

  private mutating func bound(_ range: ClosedRange<Double>) throws(Problem) -> Double {
    try expect(">")
    try expect("=")
    skipSpace()
    let start = place
    var digits = ""
    while place < scalars.count, "0123456789.".unicodeScalars.contains(scalars[place]) {
      digits.unicodeScalars.append(scalars[place])
      place += 1
    }
    guard let value = Double(digits), range.contains(value) else {
      place = start
      throw problem("a number from \(range.lowerBound) to \(range.upperBound) must stand here")
    }
    return value
  }

  private mutating func list() throws(Problem) -> [String] {
    guard word() == "in" else { throw problem("`in` must stand here") }
    try expect("[")
    var items: [String] = []
    repeat {
      let item = word()
      guard !item.isEmpty else { throw problem("a name must stand here") }
      items.append(item)
    } while take(",")
    try expect("]")
    return items
  }

  /// A run of letters, digits, `_`, `-` and `.`; empty where there is none.
  private mutating func word() -> String {
    skipSpace()
    var word = ""
    while place < scalars.count, Self.isWord(scalars[place]) {
      word.unicodeScalars.append(scalars[place])
      place += 1
    }
    return word
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".": true
    default: false
    }
  }

  private mutating func skipSpace() {
    while place < scalars.count, scalars[place] == " " || scalars[place] == "\n" { place += 1 }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard place < scalars.count, scalars[place] == sign else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ sign: Unicode.Scalar) throws(Problem) {
    guard take(sign) else { throw problem("`\(sign)` must stand here") }
  }

  private func problem(_ message: String) -> Problem {
    Problem(code: "policy/bad-condition", message: message, offset: place, hint: nil)
  }
}

extension GuardCondition {
  /// The condition in one spelling, with the detectors' ids.
  package func text(_ detectors: [String]) -> String {
    switch self {
    case .all(let parts): "all(\(parts.map { $0.text(detectors) }.joined(separator: ", ")))"
    case .any(let parts): "any(\(parts.map { $0.text(detectors) }.joined(separator: ", ")))"
    case .not(let part): "not(\(part.text(detectors)))"
    case .hit(let detector): "hit(\(detectors[detector]))"
    case .score(let detector, let least): "score(\(detectors[detector])) >= \(decimal(least))"
    case .count(let detector, let least): "count(\(detectors[detector])) >= \(least)"
    case .turnRisk(let least): "turn_risk >= \(decimal(least))"
    case .language(let names): "lang in [\(names.joined(separator: ", "))]"
    case .route(let names): "route in [\(names.joined(separator: ", "))]"
    case .role(let names): "role in [\(names.joined(separator: ", "))]"
    case .tool(let names): "tool in [\(names.joined(separator: ", "))]"
    }
  }
}
