import Diagnostics

/// Reads a pattern: literals, `.`, classes, `\d \w \s \b`, groups, `|`, `?`, `*`, `+`, `{m,n}`.
///
/// Letters match whatever their case, because texts are folded first.
struct PatternParser {
  /// Bounds that keep a pattern small.
  enum Limits {
    static let scalars = 1_000
    static let depth = 32
    static let repeats = 1_000
  }

  private let scalars: [UInt32]
  private let name: String
  private var place = 0
  private var depth = 0

  init(_ text: String, name: String) {
    scalars = text.lowercasedASCII.unicodeScalars.map(\.value)
    self.name = name
  }

  /// - Throws: `pattern/…` with the place in the pattern.
  mutating func parse() throws(Diagnostic) -> PatternSyntax {
    guard scalars.count <= Limits.scalars else { throw problem("is over \(Limits.scalars) long") }
    let tree = try choice()
    guard place == scalars.count else { throw problem("has a `)` without its `(`") }
    guard tree.shortest > 0 else { throw problem("matches nothing at all") }
    return tree
  }

  private mutating func choice() throws(Diagnostic) -> PatternSyntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Limits.depth else { throw problem("is nested too deeply") }
    var parts = [try sequence()]
    while take("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws(Diagnostic) -> PatternSyntax {
    var parts: [PatternSyntax] = []
    while place < scalars.count, !peek("|"), !peek(")") { parts.append(try repeated()) }
    return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func repeated() throws(Diagnostic) -> PatternSyntax {
    let atom = try atom()
    guard let (minimum, maximum) = try bounds() else { return atom }
    guard atom != .edge else { throw problem("repeats `\\b`") }
    if peek("?") || peek("*") || peek("+") || peek("{") { throw problem("repeats a repetition") }
    return .repeated(atom, minimum: minimum, maximum: maximum)
  }

  private mutating func bounds() throws(Diagnostic) -> (Int, Int?)? {
    if take("?") { return (0, 1) }
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    guard take("{") else { return nil }
    let minimum = try number()
    var maximum: Int? = minimum
    if take(",") { maximum = peek("}") ? nil : try number() }
    guard take("}"), maximum.map({ $0 >= minimum && $0 > 0 }) ?? true else {
      throw problem("has a wrong `{m,n}`")
    }
    return (minimum, maximum)
  }

  private mutating func number() throws(Diagnostic) -> Int {
    var value = 0
    let start = place
    while place < scalars.count, (0x30...0x39).contains(scalars[place]), value <= Limits.repeats {
      value = value * 10 + Int(scalars[place] - 0x30)
      place += 1
    }
    guard place > start, value <= Limits.repeats else {
      throw problem("needs a number up to \(Limits.repeats)")
    }
    return value
  }

  private mutating func atom() throws(Diagnostic) -> PatternSyntax {
    if take("(") {
      if take("?") {
        guard take(":") else { throw problem("has a group of a kind that is not supported") }
      }
      let inner = try choice()
      guard take(")") else { throw problem("has a `(` without its `)`") }
      return inner
    }
    if take("[") { return .set(try set()) }
    if take(".") {
      var line = PatternSet()
      line.insert(0x0A)
      line.isNegated = true
      return .set(line)
    }
    if take("\\") { return try escape() }
    let bare: [Unicode.Scalar] = ["?", "*", "+", "{", "}", "]", "^", "$"]
    for sign in bare where peek(sign) {
      throw problem("has a bare `\(sign)`")
    }
    var set = PatternSet()
    set.insert(scalars[place])
    place += 1
    return .set(set)
  }

  private mutating func escape() throws(Diagnostic) -> PatternSyntax {
    guard place < scalars.count else { throw problem("ends in `\\`") }
    if take("b") { return .edge }
    return .set(try escapedSet())
  }

  private mutating func escapedSet() throws(Diagnostic) -> PatternSet {
    guard place < scalars.count else { throw problem("ends in `\\`") }
    var set = PatternSet()
    let scalar = scalars[place]
    place += 1
    switch Unicode.Scalar(scalar) {
    case "d"?: set.insert(0x30...0x39)
    case "w"?:
      set.insert(0x30...0x39)
      set.insert(0x61...0x7A)
      set.insert(0x5F)
      set.hasWords = true
    case "s"?: for space: UInt32 in [0x20, 0x09, 0x0A, 0x0D] { set.insert(space) }
    case "n"?: set.insert(0x0A)
    case "t"?: set.insert(0x09)
    default:
      guard !(0x61...0x7A).contains(scalar), !(0x30...0x39).contains(scalar) else {
        throw problem("has an unknown escape")
      }
      set.insert(scalar)
    }
    return set
  }

  private mutating func set() throws(Diagnostic) -> PatternSet {
    var set = PatternSet()
    let isNegated = take("^")
    var isFirst = true
    while isFirst || !peek("]") {
      isFirst = false
      guard place < scalars.count else { throw problem("has a `[` without its `]`") }
      if take("\\") {
        set.formUnion(try escapedSet())
        continue
      }
      let low = scalars[place]
      place += 1
      guard peek("-"), place + 1 < scalars.count, scalars[place + 1] != 0x5D else {
        set.insert(low)
        continue
      }
      place += 1
      guard scalars[place] >= low else { throw problem("has a range that runs backwards") }
      set.insert(low...scalars[place])
      place += 1
    }
    place += 1
    set.isNegated = isNegated
    return set
  }

  private func peek(_ sign: Unicode.Scalar) -> Bool {
    place < scalars.count && scalars[place] == sign.value
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard peek(sign) else { return false }
    place += 1
    return true
  }

  private func problem(_ message: String) -> Diagnostic {
    Diagnostic(
      "pattern/bad-pattern",
      "the pattern `\(name)` \(message)",
      at: nil,
      hint: "at character \(place + 1); see `docs/guard.md` for what a pattern may be made of"
    )
  }
}

extension String {
  /// Lower case for `A` to `Z`, except after a backslash, where case would change the meaning.
  fileprivate var lowercasedASCII: String {
    var text = ""
    var isEscaped = false
    for scalar in unicodeScalars {
      let isUpper = ("A"..."Z").contains(scalar)
      let lowered = Unicode.Scalar(scalar.value | 0x20) ?? scalar
      text.unicodeScalars.append(isUpper && !isEscaped ? lowered : scalar)
      isEscaped = scalar == "\\" && !isEscaped
    }
    return text
  }
}
