/// Finds international bank account numbers: length by country (ISO 13616) and check digits mod 97.
enum IBANPattern {
  /// The range of a number whose first check digit stands at `digit`, two letters before it.
  static func match(_ text: ScannedBytes, checkDigit digit: Int) -> Range<Int>? {
    let start = digit - 2
    guard start >= 0, ASCIIByte.isUpper(text.base[start]), ASCIIByte.isUpper(text.base[start + 1]),
      ASCIIByte.isDigit(text.at(digit + 1)), !ASCIIByte.isAlphanumeric(text.at(start - 1))
    else { return nil }
    let country = UInt16(text.base[start]) << 8 | UInt16(text.base[start + 1])
    guard let length = lengths[country] else { return nil }
    guard let end = verifiedEnd(text, from: start, length: length) else { return nil }
    return ASCIIByte.isAlphanumeric(text.at(end)) ? nil : start..<end
  }

  /// The end of `length` letters and digits, in groups of four if spaced, that leave 1 mod 97.
  private static func verifiedEnd(_ text: ScannedBytes, from start: Int, length: Int) -> Int? {
    var remainder = 0
    var head = 0
    var index = start
    let isSpaced = text.sign(at: start + 4).byte == UInt8(ascii: " ")
    for position in 0..<length {
      if isSpaced, position > 0, position % 4 == 0 {
        let (sign, width) = text.sign(at: index)
        guard sign == UInt8(ascii: " ") else { return nil }
        index += width
      }
      let byte = text.at(index)
      guard ASCIIByte.isDigit(byte) || ASCIIByte.isUpper(byte) else { return nil }
      if position < 4 {
        head = append(byte, to: head)
      } else {
        remainder = append(byte, to: remainder) % 97
      }
      index += 1
    }
    // country and check digits count as if they stood at the end: two letters, two digits
    return (remainder * 1_000_000 + head) % 97 == 1 ? index : nil
  }

  private static func append(_ byte: UInt8, to value: Int) -> Int {
    ASCIIByte.isDigit(byte) ? value * 10 + Int(byte - 0x30) : value * 100 + Int(byte - 0x37)
  }

  private static let lengths: [UInt16: Int] = {
    var lengths: [UInt16: Int] = [:]
    for (length, countries) in countriesByLength {
      let letters = Array(countries.utf8)
      for index in stride(from: 0, to: letters.count, by: 3) {
        lengths[UInt16(letters[index]) << 8 | UInt16(letters[index + 1])] = length
      }
    }
    return lengths
  }()

  /// The registry of ISO 13616, release 99.
  private static let countriesByLength: [Int: String] = [
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
  ]
}
