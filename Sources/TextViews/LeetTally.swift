/// A word of letters, digits and signs, read as letters only.
struct LeetTally {
  /// The word with 1, ! and | read as i.
  private(set) var reading: [UInt8] = []
  /// The same with these read as l.
  private(set) var secondReading: [UInt8] = []
  private var letters = 0
  private var hexLetters = 0
  private var substitutes = 0
  private var vowels = 0
  private var others = 0
  private var previousWasDigit = true
  private var adjacentDigits = 0

  mutating func add(_ byte: UInt8) {
    guard let letter = Self.letter(byte) else {
      let isLetter = 0x61...0x7A ~= byte
      if isLetter { letters += 1 } else { others += 1 }
      if 0x61...0x66 ~= byte { hexLetters += 1 }
      previousWasDigit = false
      reading.append(byte)
      secondReading.append(byte)
      return
    }
    substitutes += 1
    if "aeio".utf8.contains(letter) { vowels += 1 }
    if previousWasDigit { adjacentDigits += 1 }
    previousWasDigit = true
    reading.append(letter)
    secondReading.append(letter == UInt8(ascii: "i") ? UInt8(ascii: "l") : letter)
  }

  /// Whether letters come out, and came in.
  var isReadable: Bool { letters > 0 && substitutes > 0 && others == 0 && reading.count >= 3 }

  var hasSecondReading: Bool { reading != secondReading }

  /// Two and more digits for vowels, each between letters, in what is no hexadecimal number.
  ///
  /// Names such as `md5sum`, `log4j`, `utf8`, `b2b` and `x86` have one, or digits side by side.
  var isStrong: Bool {
    isReadable && vowels >= 2 && adjacentDigits == 0 && !previousWasDigit && letters >= 3
      && hexLetters < letters && reading.count <= 16 && isPronounceable
  }

  /// No more than three consonants or two vowels in a row.
  private var isPronounceable: Bool {
    var consonants = 0
    var vowels = 0
    for byte in reading {
      if "aeiouy".utf8.contains(byte) {
        vowels += 1
        consonants = 0
      } else {
        consonants += 1
        vowels = 0
      }
      if consonants > 3 || vowels > 2 { return false }
    }
    return true
  }

  /// The letter that a digit or sign stands for.
  private static func letter(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0"): UInt8(ascii: "o")
    case UInt8(ascii: "1"), UInt8(ascii: "!"), UInt8(ascii: "|"): UInt8(ascii: "i")
    case UInt8(ascii: "3"): UInt8(ascii: "e")
    case UInt8(ascii: "4"), UInt8(ascii: "@"): UInt8(ascii: "a")
    case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
    case UInt8(ascii: "7"), UInt8(ascii: "+"): UInt8(ascii: "t")
    case UInt8(ascii: "8"): UInt8(ascii: "b")
    case UInt8(ascii: "9"): UInt8(ascii: "g")
    default: nil
    }
  }
}
