import SafetyCore

/// Finds Bitcoin and Ethereum addresses whose checksum holds.
enum CryptoAddressPattern {
  /// The range of a Base58Check address whose first byte, `1` or `3`, stands at `start`.
  static func matchBase58(_ text: ScannedBytes, at start: Int) -> Range<Int>? {
    guard !ASCIIByte.isAlphanumeric(text.at(start - 1)) else { return nil }
    let end = text.run(from: start, limit: 36, while: ASCIIByte.isAlphanumeric)
    guard (26...35).contains(end - start), !ASCIIByte.isAlphanumeric(text.at(end)) else {
      return nil
    }
    guard let bytes = decodeBase58(text, start..<end) else { return nil }
    guard bytes[0] == 0 || bytes[0] == 5 else { return nil }
    let first = Digest.sha256(bytes[..<21])
    let checksum = Digest.sha256(first.bytes).bytes[..<4]
    return checksum.elementsEqual(bytes[21...]) ? start..<end : nil
  }

  private static func decodeBase58(_ text: ScannedBytes, _ range: Range<Int>) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 25)
    for index in range {
      let digit = base58[Int(text.base[index])]
      guard digit >= 0 else { return nil }
      var carry = Int(digit)
      for position in bytes.indices.reversed() {
        carry += Int(bytes[position]) * 58
        bytes[position] = UInt8(truncatingIfNeeded: carry)
        carry >>= 8
      }
      guard carry == 0 else { return nil }
    }
    return bytes
  }

  private static let base58: [Int8] = digits(
    of: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
  )

  private static func digits(of alphabet: String) -> [Int8] {
    var values = [Int8](repeating: -1, count: 256)
    for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = Int8(value) }
    return values
  }

  /// The range of a segregated-witness address (BIP 173, BIP 350) whose `1` stands at `one`.
  static func matchBech32(_ text: ScannedBytes, separator one: Int) -> Range<Int>? {
    let start = one - 2
    guard start >= 0, text.base[start] | 0x20 == UInt8(ascii: "b"),
      text.base[start + 1] | 0x20 == UInt8(ascii: "c"),
      !ASCIIByte.isAlphanumeric(text.at(start - 1))
    else { return nil }
    let end = text.run(from: start, limit: 91, while: ASCIIByte.isAlphanumeric)
    guard (42...90).contains(end - start), !ASCIIByte.isAlphanumeric(text.at(end)) else {
      return nil
    }
    let isVersion0 = ASCIIByte.lowered(text.base[one + 1]) == UInt8(ascii: "q")
    guard !isVersion0 || end - start == 42 || end - start == 62 else { return nil }
    let isUpper = ASCIIByte.isUpper(text.base[start])
    // "bc" expanded as BIP 173 asks: high bits, zero, low bits
    var checksum = [3, 3, 0, 2, 3].reduce(UInt32(1), polymod)
    for index in start..<end where index != one {
      let byte = text.base[index]
      guard !ASCIIByte.isLetter(byte) || ASCIIByte.isUpper(byte) == isUpper else { return nil }
      guard index > one else { continue }
      let digit = bech32[Int(ASCIIByte.lowered(byte))]
      guard digit >= 0 else { return nil }
      checksum = polymod(checksum, UInt32(digit))
    }
    // version 0 sums up to 1, each later one to BIP 350's constant
    return checksum == (isVersion0 ? 1 : 0x2BC8_30A3) ? start..<end : nil
  }

  /// Whether a part in capitals or small letters has the checksum of its beginning (BIP 173).
  ///
  /// - Parameters:
  ///   - name: What stands before the `1`, in small letters.
  ///   - text: The bytes to read.
  ///   - range: What stands behind the `1`.
  /// - Returns: Whether its last six letters are the checksum.
  static func isBech32(_ name: StaticString, _ text: ScannedBytes, _ range: Range<Int>) -> Bool {
    let letters = (0..<name.utf8CodeUnitCount).map { name.utf8Start[$0] }
    let expanded = letters.map { $0 >> 5 } + [0] + letters.map { $0 & 31 }
    var checksum = expanded.reduce(UInt32(1)) { polymod($0, UInt32($1)) }
    for index in range {
      let digit = bech32[Int(ASCIIByte.lowered(text.base[index]))]
      guard digit >= 0 else { return false }
      checksum = polymod(checksum, UInt32(digit))
    }
    return checksum == 1
  }

  private static let bech32: [Int8] = digits(of: "qpzry9x8gf2tvdw0s3jn54khce6mua7l")

  private static func polymod(_ checksum: UInt32, _ value: UInt32) -> UInt32 {
    let generator: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
    let top = checksum >> 25
    var next = (checksum & 0x1FF_FFFF) << 5 ^ value
    for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { next ^= generator[bit] }
    return next
  }

  /// The range of an Ethereum address whose `0x` stands at `start`.
  ///
  /// Letters of one case carry no checksum and pass; letters of both must follow EIP-55.
  static func matchEthereum(_ text: ScannedBytes, at start: Int) -> Range<Int>? {
    guard text.at(start + 1) == UInt8(ascii: "x"), !ASCIIByte.isAlphanumeric(text.at(start - 1))
    else {
      return nil
    }
    let first = start + 2
    let end = text.run(from: first, limit: 41, while: ASCIIByte.isHex)
    guard end - first == 40, !ASCIIByte.isAlphanumeric(text.at(end)) else { return nil }
    let digits = (first..<end).map { text.base[$0] }
    // a constant such as the zero address is nobody's
    guard Set(digits).count > 6 else { return nil }
    let letters = digits.filter(ASCIIByte.isLetter)
    let isMixed =
      letters.contains(where: ASCIIByte.isUpper) && letters.contains(where: ASCIIByte.isLower)
    guard isMixed else { return start..<end }
    let hash = Keccak256.hash(digits.map(ASCIIByte.lowered))
    for (index, digit) in digits.enumerated() where ASCIIByte.isLetter(digit) {
      let nibble = index % 2 == 0 ? hash[index / 2] >> 4 : hash[index / 2] & 15
      guard ASCIIByte.isUpper(digit) == (nibble >= 8) else { return nil }
    }
    return start..<end
  }
}
