import Yams

extension YAMLReader {
  /// A text; what YAML takes for a truth value, a number or nothing must be quoted.
  package mutating func string(_ node: YAMLNode?, _ what: String, limit: Int = 4_096) -> String? {
    guard let node else { return nil }
    guard let scalar = node.scalar else {
      report(code("wrong-type"), "\(what) must be a text", node)
      return nil
    }
    if scalar.style == .plain, Self.isImplicit(scalar.string) {
      report(
        code("implicit-type"),
        "\(what) is no text as it stands",
        node,
        hint: "write \"\(scalar.string.prefix(20))\" in quotation marks"
      )
      return nil
    }
    guard scalar.string.utf8.count <= limit else {
      report(code("too-long"), "\(what) is over \(limit) bytes", node)
      return nil
    }
    return scalar.string
  }

  /// Whether YAML would read a plain scalar as anything but a text.
  private static func isImplicit(_ text: String) -> Bool {
    switch text.lowercased() {
    case "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n": true
    default: Double(text) != nil || text.hasPrefix("0x") || text.hasPrefix("0o")
    }
  }

  /// `true` or `false` and no other word.
  package mutating func boolean(_ node: YAMLNode?, _ what: String) -> Bool? {
    guard let node else { return nil }
    switch node.scalar?.string {
    case "true": return true
    case "false": return false
    default:
      report(code("wrong-type"), "\(what) must be true or false", node)
      return nil
    }
  }

  /// A whole number in decimal digits without leading zeros.
  package mutating func integer(_ node: YAMLNode?, _ what: String, _ range: ClosedRange<Int>)
    -> Int?
  {
    guard let node else { return nil }
    let text = node.scalar?.string ?? ""
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    if isPlain, text == "0" || !text.hasPrefix("0"), let value = Int(text), range.contains(value) {
      return value
    }
    report(
      code("out-of-range"),
      "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound)",
      node
    )
    return nil
  }

  /// A number in decimal digits, without sign and exponent.
  package mutating func number(_ node: YAMLNode?, _ what: String, _ range: ClosedRange<Double>)
    -> Double?
  {
    guard let node else { return nil }
    let text = node.scalar?.string ?? ""
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    if isPlain, let value = Double(text), range.contains(value) { return value }
    report(
      code("out-of-range"),
      "\(what) must be a number from \(Self.digits(range.lowerBound)) to \(range.upperBound)",
      node
    )
    return nil
  }

  /// A bound as it may be written, without exponent: 0.000001, not 1e-06.
  private static func digits(_ bound: Double) -> String {
    let parts = "\(bound)".split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]), exponent < 0 else { return "\(bound)" }
    let zeros = String(repeating: "0", count: -exponent - 1)
    return "0." + zeros + parts[0].filter { $0 != "." }
  }

  /// A number in decimal digits that may be below zero, without exponent.
  package mutating func signedNumber(
    _ node: YAMLNode?,
    _ what: String,
    _ range: ClosedRange<Double>
  ) -> Double? {
    guard let node else { return nil }
    let text = node.scalar?.string ?? ""
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let isPlain = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    if isPlain, let value = Double(text), range.contains(value) { return value }
    report(
      code("out-of-range"),
      "\(what) must be a number from \(range.lowerBound) to \(range.upperBound)",
      node
    )
    return nil
  }

  /// `YYYY-MM-DD`, quoted or not.
  package mutating func date(_ node: YAMLNode?, _ what: String) -> String? {
    guard let node else { return nil }
    let text = node.scalar?.string ?? ""
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isPlain =
      parts.map(\.utf8.count) == [4, 2, 2]
      && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    let numbers = isPlain ? parts.compactMap { Int($0) } : []
    if numbers.count == 3, (1...12).contains(numbers[1]),
      (1...Self.days(ofMonth: numbers[1], numbers[0])).contains(numbers[2])
    {
      return text
    }
    report(code("wrong-type"), "\(what) must be a day such as 2027-01-31", node)
    return nil
  }

  /// Whether a text is three numbers with full stops between them, such as 1.0.0.
  package static func isVersion(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 3
      && parts.allSatisfy {
        Int($0) != nil && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
      }
  }

  /// How many days a month of the Gregorian calendar has.
  private static func days(ofMonth month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The entries of a list; another type, or too many, is reported.
  package mutating func items(_ node: YAMLNode?, _ what: String, limit: Int = 10_000) -> [YAMLNode]
  {
    guard let node else { return [] }
    guard let sequence = node.sequence else {
      report(code("wrong-type"), "\(what) must be a list", node)
      return []
    }
    guard sequence.count <= limit else {
      report(code("too-long"), "\(what) has more than \(limit) entries", node)
      return []
    }
    return Array(sequence)
  }

  /// A list of texts.
  package mutating func strings(_ node: YAMLNode?, _ what: String) -> [String] {
    items(node, what).compactMap { string($0, "an entry of \(what)") }
  }

  /// A list of words out of a fixed set.
  package mutating func choices(_ node: YAMLNode?, _ what: String, _ values: [String]) -> [String] {
    items(node, what).compactMap { choice($0, values) }
  }

  /// The case of an enumeration that a word stands for.
  package mutating func choice<Word: CaseIterable & RawRepresentable<String>>(
    _ node: YAMLNode?
  ) -> Word? {
    choice(node, Word.allCases.map(\.rawValue)).flatMap(Word.init(rawValue:))
  }

  /// A list of words that each stand for a case of an enumeration.
  package mutating func choices<Word: CaseIterable & RawRepresentable<String>>(
    _ node: YAMLNode?,
    _ what: String
  ) -> [Word] {
    items(node, what).compactMap { choice($0) }
  }
}
