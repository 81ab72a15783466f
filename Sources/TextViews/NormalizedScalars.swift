/// What the folding knows of every Unicode scalar, unpacked once from the generated tables.
///
/// An entry holds flags and, in its low 21 bits, the exclusive or of the scalar and the one it
/// folds to, or else an index of `expansions`; so an entry of zero means that nothing changes.
final class NormalizedScalars: Sendable {
  static let shared = NormalizedScalars()

  static let changeMask: UInt32 = 0x1F_FFFF
  static let isExpansion: UInt32 = 1 << 21
  static let isIgnorable: UInt32 = 1 << 22
  static let isWord: UInt32 = 1 << 23
  /// Letters that take part in disguises: look-alikes, styled and full-width letters.
  static let isSuspicious: UInt32 = 1 << 24
  static let isCombining: UInt32 = 1 << 25
  /// Scalars that matchers of streams read as an ASCII letter, beside the look-alikes.
  static let isDisguised: UInt32 = 1 << 26

  /// Mathematical alphabets, letters in circles and in squares.
  static let styledRanges: [ClosedRange<UInt32>] = [
    0x1D400...0x1D7FF, 0x24B6...0x24E9, 0x1F130...0x1F149, 0x1F150...0x1F169, 0x1F170...0x1F189,
  ]
  static let fullWidthLetters: ClosedRange<UInt32> = 0xFF21...0xFF5A

  /// The alphabet a look-alike comes from, and the ASCII letter it passes for.
  struct LookAlike: Sendable {
    var isGreek: Bool
    var letter: UInt8
  }

  let table: NormalizedScalarTable
  let expansions: [[UInt32]]
  private let compositions: [UInt64: UInt32]
  private let lookAlikes: [UInt32: LookAlike]
  private let disguises: [UInt32: DisguisedLetter]
  /// Latin letters with marks, and the letters without.
  private let bases: [UInt32: UInt32]

  private init() {
    var table = NormalizedScalarTable(filling: Self.isWord)
    for entry in Self.entries(NormalizedTables.words) where entry.count == 2 {
      table.insert(Self.isWord, in: entry[0]...entry[1])
    }
    for entry in Self.entries(NormalizedTables.singles) where entry.count == 4 {
      for step in 0..<entry[1] {
        let scalar = entry[0] + step * entry[2]
        table.insert(scalar ^ (entry[3] + step * entry[2]), at: scalar)
      }
    }
    expansions = Self.expansions(into: &table)
    for entry in Self.entries(NormalizedTables.ignorables) where entry.count == 2 {
      table.insert(Self.isIgnorable, in: entry[0]...entry[1])
    }
    lookAlikes = Self.lookAlikes(into: &table)
    for range in Self.styledRanges + [Self.fullWidthLetters] {
      table.insert(Self.isSuspicious, in: range)
    }
    disguises = Self.disguises(into: &table)
    compositions = Self.compositions(into: &table)
    var bases: [UInt32: UInt32] = [:]
    for (pair, composite) in compositions where pair >> 32 < 0x250 {
      bases[composite] = UInt32(truncatingIfNeeded: pair >> 32)
    }
    self.bases = bases
    self.table = table
  }

  private static func expansions(into table: inout NormalizedScalarTable) -> [[UInt32]] {
    var expansions: [[UInt32]] = []
    for entry in entries(NormalizedTables.expansions) where entry.count > 1 {
      table.insert(UInt32(expansions.count) | isExpansion, at: entry[0])
      expansions.append(Array(entry.dropFirst()))
    }
    return expansions
  }

  private static func lookAlikes(
    into table: inout NormalizedScalarTable
  ) -> [UInt32: LookAlike] {
    var lookAlikes: [UInt32: LookAlike] = [:]
    for entry in entries(NormalizedTables.lookAlikes) where entry.count == 3 {
      lookAlikes[entry[0]] = LookAlike(isGreek: entry[1] == 2, letter: UInt8(entry[2]))
      table.insert(isSuspicious, at: entry[0])
    }
    return lookAlikes
  }

  private static func compositions(
    into table: inout NormalizedScalarTable
  ) -> [UInt64: UInt32] {
    var compositions: [UInt64: UInt32] = [:]
    for entry in entries(NormalizedTables.compositions) where entry.count == 3 {
      compositions[UInt64(entry[0]) << 32 | UInt64(entry[1])] = entry[2]
      if entry[1] >= 0x80 { table.insert(isCombining, at: entry[1]) }
    }
    return compositions
  }

  private static func disguises(
    into table: inout NormalizedScalarTable
  ) -> [UInt32: DisguisedLetter] {
    var disguises: [UInt32: DisguisedLetter] = [:]
    for entry in entries(NormalizedTables.disguises) where entry.count == 4 {
      guard let kind = DisguisedLetter.Kind(rawValue: entry[2]) else { continue }
      for step in 0..<entry[1] {
        disguises[entry[0] + step] = DisguisedLetter(kind: kind, letter: UInt8(entry[3] + step))
        table.insert(isDisguised, at: entry[0] + step)
      }
    }
    return disguises
  }

  func lookAlike(_ scalar: UInt32) -> LookAlike? { lookAlikes[scalar] }

  /// What matchers of streams read a scalar as that is no look-alike.
  func disguise(_ scalar: UInt32) -> DisguisedLetter? { disguises[scalar] }

  /// A Latin letter without its marks; the same scalar where it has none.
  func withoutMarks(_ scalar: UInt32) -> UInt32 {
    var scalar = scalar
    // Two marks at most stand on a precomposed Latin letter.
    for _ in 0..<2 { scalar = bases[scalar] ?? scalar }
    return scalar
  }

  func composite(_ base: UInt32, _ mark: UInt32) -> UInt32? {
    compositions[UInt64(base) << 32 | UInt64(mark)]
  }

  /// Whether a letter or digit belongs to a script that never needs invisible characters inside.
  static func isPlainScript(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0xC0...0x24F, 0x370...0x52F, 0x1E00...0x1FFF, 0x1D400...0x1D7FF, 0xFF21...0xFF5A: true
    default: false
    }
  }

  /// Reads entries apart by semicolons, each of hexadecimal numbers apart by spaces.
  private static func entries(_ text: StaticString) -> [[UInt32]] {
    var all: [[UInt32]] = []
    text.withUTF8Buffer { bytes in
      var entry: [UInt32] = []
      var value: UInt32?
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
          value = (value ?? 0) << 4 | UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "F"):
          value = (value ?? 0) << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
        default:
          if let number = value { entry.append(number) }
          value = nil
          if byte == UInt8(ascii: ";") {
            all.append(entry)
            entry = []
          }
        }
      }
      if let number = value { entry.append(number) }
      if !entry.isEmpty { all.append(entry) }
    }
    return all
  }
}
