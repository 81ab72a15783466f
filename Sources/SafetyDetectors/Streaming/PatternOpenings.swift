/// The pairs of plain scalars with which a match of any pattern can begin.
///
/// Most words begin like a pattern and go on otherwise, which this tells without running one.
struct PatternOpenings: Sendable {
  /// By first scalar: bits of the second, below 64 and from there on.
  private var pairs = [UInt64](repeating: 0, count: 256)

  init(_ codes: [PatternProgram.Code]) { for code in codes { add(code) } }

  /// Both below 128.
  @inline(__always)
  func contains(_ first: UInt32, _ second: UInt32) -> Bool {
    pairs[Int(first) << 1 | Int(second >> 6)] >> UInt64(second & 63) & 1 == 1
  }

  private mutating func add(_ code: PatternProgram.Code) {
    for place in Self.sets(code, from: 0).places {
      let next = Self.sets(code, from: Int32(place) + 1)
      var (low, high): (UInt64, UInt64) = next.ends ? (.max, .max) : (0, 0)
      for place in next.places {
        low |= code.plain[place].low
        high |= code.plain[place].high
      }
      for scalar in 0..<128 where code.takesPlain(UInt32(scalar), at: place) {
        pairs[scalar << 1] |= low
        pairs[scalar << 1 | 1] |= high
      }
    }
  }

  /// The sets that may take the next scalar, edges taken for passable, and whether a match may end.
  private static func sets(
    _ code: PatternProgram.Code,
    from start: Int32
  ) -> (places: [Int], ends: Bool) {
    var seen: Set<Int32> = []
    var stack = [start]
    var (places, ends): ([Int], Bool) = ([], false)
    while let at = stack.popLast() {
      guard seen.insert(at).inserted else { continue }
      switch code.instructions[Int(at)] {
      case .set: places.append(Int(at))
      case .edge: stack.append(at + 1)
      case .split(let one, let other): stack += [one, other]
      case .jump(let target): stack.append(target)
      case .match: ends = true
      }
    }
    return (places, ends)
  }
}
