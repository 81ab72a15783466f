import Diagnostics
import TextViews

/// Patterns compiled to instructions that are run side by side, without back-tracking.
package struct PatternProgram: Sendable {
  /// A pattern as a policy gives it.
  package struct Source: Sendable, Hashable {
    package var text: String
    package var detector: Int
    package var weight: Double
    /// The longest match in characters; nil where the pattern itself is bounded.
    package var maximumSpan: Int?
    /// Where it is written; nil where that is nowhere.
    package var place: Diagnostic.Place?

    package init(
      text: String,
      detector: Int,
      weight: Double = 1,
      maximumSpan: Int? = nil,
      place: Diagnostic.Place? = nil
    ) {
      self.text = text
      self.detector = detector
      self.weight = weight
      self.maximumSpan = maximumSpan
      self.place = place
    }
  }

  enum Instruction: Sendable {
    case set(PatternSet)
    /// A boundary between what is a letter, digit or `_` and what is not.
    case edge
    case split(Int32, Int32)
    case jump(Int32)
    case match
  }

  /// One pattern's code.
  struct Code: Sendable {
    var instructions: [Instruction] = []
    /// By instruction: the ASCII scalars that it takes, none where it is no set.
    var plain: [(low: UInt64, high: UInt64)] = []
    var source: Source
    var longest: Int
    /// The ASCII scalars that a match can begin with; all others always can.
    var firstLow: UInt64
    var firstHigh: UInt64

    /// Whether every match begins where a word begins or ends.
    var beginsAtEdge: Bool {
      if case .edge = instructions.first { true } else { false }
    }
  }

  package enum Limits {
    static let instructions = 4_000
    static let span = 65_536
  }

  let codes: [Code]
  /// Instructions of the longest of them.
  let longestCode: Int
  let invisibleRun: Int
  /// By ASCII scalar: the patterns that may begin with it.
  let beginners: [[Int]]
  /// The same within a word, where patterns that begin at its edge do not.
  let beginnersWithin: [[Int]]
  /// Bits of letters from `a` on with which nothing begins within a word.
  private let resting: UInt32
  /// Two plain scalars in a row with which a match can begin.
  private let openings: PatternOpenings

  /// - Parameters:
  ///   - sources: The patterns.
  ///   - invisibleRun: Invisible characters in a row that are passed over.
  /// - Throws: `pattern/…` for one that is not understood, too large or without a bound.
  package init(_ sources: [Source], invisibleRun: Int) throws {
    self.invisibleRun = invisibleRun
    var codes: [Code] = []
    for source in sources {
      do { codes.append(try Self.compile(source)) } catch var problem as Diagnostic {
        problem.place = problem.place ?? source.place
        throw problem
      }
    }
    self.codes = codes
    longestCode = codes.reduce(0) { max($0, $1.instructions.count) }
    beginners = (UInt32(0)..<128).map { scalar in
      codes.indices.filter { codes[$0].mayBegin(scalar) }
    }
    let within = beginners.map { $0.filter { !codes[$0].beginsAtEdge } }
    beginnersWithin = within
    resting = (0..<26).reduce(0) { within[0x61 + $1].isEmpty ? $0 | 1 << UInt32($1) : $0 }
    openings = PatternOpenings(codes)
  }

  /// Whether a match can go on with a plain scalar after the one that it began with.
  @inline(__always)
  func opens(_ first: UInt32, _ second: UInt32) -> Bool { openings.contains(first, second) }

  /// Whether nothing begins with a letter within a word; false for everything else.
  @inline(__always)
  func restsWithin(_ letter: UInt32) -> Bool {
    let place = letter &- 0x61
    return place < 26 && resting >> place & 1 == 1
  }

  package var isEmpty: Bool { codes.isEmpty }

  private static func compile(_ source: Source) throws -> Code {
    var parser = PatternParser(source.text, name: source.text)
    let tree = try parser.parse()
    guard let longest = source.maximumSpan ?? tree.longest, longest <= Limits.span else {
      throw Diagnostic(
        "pattern/unbounded",
        "the pattern `\(source.text)` has no longest match",
        hint: "bound its repetitions, as in `{1,20}`, or give the detector `max_span`"
      )
    }
    var code = Code(source: source, longest: longest, firstLow: 0, firstHigh: 0)
    try emit(tree, into: &code)
    code.instructions.append(.match)
    code.plain = code.instructions.map { instruction in
      guard case .set(let set) = instruction else { return (0, 0) }
      return set.isNegated ? (~set.low, ~set.high) : (set.low, set.high)
    }
    code.findFirst()
    return code
  }

  private static func emit(_ tree: PatternSyntax, into code: inout Code) throws {
    guard code.instructions.count < Limits.instructions else {
      throw Diagnostic(
        "pattern/too-large",
        "the pattern `\(code.source.text)` is too large",
        hint: "repeat less"
      )
    }
    switch tree {
    case .empty: break
    case .set(let set): code.instructions.append(.set(set))
    case .edge: code.instructions.append(.edge)
    case .sequence(let parts): for part in parts { try emit(part, into: &code) }
    case .choice(let parts): try emitChoice(parts[...], into: &code)
    case .repeated(let part, _, _) where part.longest == 0: try emit(part, into: &code)
    case .repeated(let part, let minimum, let maximum):
      for _ in 0..<minimum { try emit(part, into: &code) }
      guard let maximum else { return try emitLoop(part, into: &code) }
      var exits: [Int] = []
      for _ in minimum..<maximum {
        exits.append(code.instructions.count)
        code.instructions.append(.match)
        try emit(part, into: &code)
      }
      let end = Int32(code.instructions.count)
      for exit in exits { code.instructions[exit] = .split(Int32(exit + 1), end) }
    }
  }

  private static func emitLoop(_ part: PatternSyntax, into code: inout Code) throws {
    let start = code.instructions.count
    code.instructions.append(.match)
    try emit(part, into: &code)
    code.instructions.append(.jump(Int32(start)))
    code.instructions[start] = .split(Int32(start + 1), Int32(code.instructions.count))
  }

  private static func emitChoice(_ parts: ArraySlice<PatternSyntax>, into code: inout Code) throws {
    guard let first = parts.first else { return }
    guard parts.count > 1 else { return try emit(first, into: &code) }
    let split = code.instructions.count
    code.instructions.append(.match)
    try emit(first, into: &code)
    let jump = code.instructions.count
    code.instructions.append(.match)
    code.instructions[split] = .split(Int32(split + 1), Int32(jump + 1))
    try emitChoice(parts.dropFirst(), into: &code)
    code.instructions[jump] = .jump(Int32(code.instructions.count))
  }
}

extension PatternProgram.Code {
  /// Gathers what a match can begin with, edges taken for passable.
  fileprivate mutating func findFirst() {
    var seen: Set<Int32> = []
    var stack: [Int32] = [0]
    while let at = stack.popLast() {
      guard seen.insert(at).inserted else { continue }
      switch instructions[Int(at)] {
      case .set(let set):
        for scalar in UInt32(0)..<128 where set.contains(scalar, isWord: false) {
          if scalar < 64 {
            firstLow |= 1 << UInt64(scalar)
          } else {
            firstHigh |= 1 << UInt64(scalar - 64)
          }
        }
      case .edge: stack.append(at + 1)
      case .split(let one, let other): stack += [one, other]
      case .jump(let target): stack.append(target)
      case .match: break
      }
    }
  }

  /// Whether the set at an instruction has a character.
  @inline(__always)
  func takes(_ unit: FoldedUnit, at place: Int) -> Bool {
    // Without a look at the set itself, which would be counted as a reference.
    if unit.scalar < 128 { return takesPlain(unit.scalar, at: place) }
    guard case .set(let set) = instructions[place] else { return false }
    return set.contains(unit.scalar, isWord: unit.isWord)
  }

  /// The same for a scalar below 128.
  @inline(__always)
  func takesPlain(_ scalar: UInt32, at place: Int) -> Bool {
    if scalar < 64 { return plain[place].low >> UInt64(scalar) & 1 == 1 }
    return plain[place].high >> UInt64(scalar - 64) & 1 == 1
  }

  @inline(__always)
  func mayBegin(_ scalar: UInt32) -> Bool {
    if scalar < 64 { return firstLow >> UInt64(scalar) & 1 == 1 }
    if scalar < 128 { return firstHigh >> UInt64(scalar - 64) & 1 == 1 }
    return true
  }
}

extension PatternProgram {
  /// Characters that may have to wait for the patterns of one detector.
  package func holdBound(ofDetector detector: Int) -> Int {
    let longest = codes.filter { $0.source.detector == detector }.map(\.longest).max() ?? 0
    return (longest + 2) * (1 + invisibleRun) + 2
  }
}
