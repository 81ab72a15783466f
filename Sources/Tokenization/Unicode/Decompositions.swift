/// Decompositions and compositions of single scalars, read once from `DecompositionTables`.
struct Decompositions: Sendable {
  static let shared = Decompositions()

  private var canonical: [UInt32: [UInt32]] = [:]
  private var compatible: [UInt32: [UInt32]] = [:]
  private var composites: [UInt64: UInt32] = [:]
  /// What composes with a scalar before it.
  private var seconds: Set<UInt32> = []

  private static let firstSyllable: UInt32 = 0xAC00
  private static let syllables: UInt32 = 11172
  private static let (leads, vowels, tails): (UInt32, UInt32, UInt32) = (0x1100, 0x1161, 0x11A7)

  private init() {
    Self.forEachEntry(of: DecompositionTables.canonical) { entry in
      let parts = Array(entry[(entry[1] == 0 ? 2 : 1)...])
      canonical[entry[0]] = parts
      if entry[1] != 0, parts.count == 2 {
        composites[UInt64(parts[0]) << 32 | UInt64(parts[1])] = entry[0]
        seconds.insert(parts[1])
      }
    }
    Self.forEachEntry(of: DecompositionTables.compatible) { entry in
      compatible[entry[0]] = Array(entry[1...])
    }
  }

  /// Calls `body` with the scalars of each entry, of which there are at least two.
  private static func forEachEntry(of table: StaticString, _ body: ([UInt32]) -> Void) {
    var entry: [UInt32] = []
    var value: UInt32 = 0
    let text = UnsafeBufferPointer(start: table.utf8Start, count: table.utf8CodeUnitCount)
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - 0x37)
      default:
        entry.append(value)
        value = 0
        if byte == UInt8(ascii: ";") {
          body(entry)
          entry.removeAll(keepingCapacity: true)
        }
      }
    }
    entry.append(value)
    body(entry)
  }

  /// Calls `body` with each scalar that one decomposes to, in full.
  func forEachPart(of scalar: UInt32, compatible form: Bool, _ body: (UInt32) -> Void) {
    guard scalar >= 0xA0 else { return body(scalar) }
    if scalar >= Self.firstSyllable, scalar - Self.firstSyllable < Self.syllables {
      let index = scalar - Self.firstSyllable
      body(Self.leads + index / 588)
      body(Self.vowels + index % 588 / 28)
      if index % 28 != 0 { body(Self.tails + index % 28) }
    } else if form, let parts = compatible[scalar] {
      for part in parts { body(part) }
    } else if let parts = canonical[scalar] {
      for part in parts { forEachPart(of: part, compatible: form, body) }
    } else {
      body(scalar)
    }
  }

  /// Tells whether a form leaves a scalar as it is whatever its neighbours are.
  func isInert(_ scalar: UInt32, in form: NormalizationForm) -> Bool {
    guard scalar >= 0x80 else { return true }
    guard ScalarTraits.combiningClass(scalar) == 0, !seconds.contains(scalar),
      !(0x1161..<0x11C3 ~= scalar)
    else { return false }
    var parts: [UInt32] = []
    forEachPart(of: scalar, compatible: form.isCompatible) { parts.append($0) }
    if parts == [scalar] { return true }
    // Past a composite a mark may still join its base.
    guard form.composes, parts.count > 1 else { return false }
    var base = parts[0]
    for part in parts.dropFirst() {
      guard let composite = composite(base, part) else { return false }
      base = composite
    }
    return base == scalar
  }

  /// What two scalars compose to, nil where they stay apart.
  func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if first >= Self.leads, first < Self.leads + 19, second >= Self.vowels,
      second < Self.vowels + 21
    {
      return Self.firstSyllable + ((first - Self.leads) * 21 + second - Self.vowels) * 28
    }
    if first >= Self.firstSyllable, first - Self.firstSyllable < Self.syllables,
      (first - Self.firstSyllable) % 28 == 0, second > Self.tails, second < Self.tails + 28
    {
      return first + second - Self.tails
    }
    return composites[UInt64(first) << 32 | UInt64(second)]
  }
}
