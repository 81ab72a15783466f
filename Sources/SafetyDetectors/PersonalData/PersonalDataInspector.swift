import SafetyCore
import TextViews

/// Looks for personal data in one pass over the text, stopping only at bytes that may be part of it.
final class PersonalDataInspector: Inspector {
  /// Every pattern holds one of these bytes: no other byte is looked at twice.
  private let anchors = ASCIIByte.table(of: "@:-0123456789")
  private var counts = [Int](repeating: 0, count: PersonalDataRule.allCases.count)

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    for index in counts.indices { counts[index] = 0 }
    if let text = ScannedBytes(subject.bytes) {
      // Figures of other scripts are read as those of ASCII.
      if !subject.isASCII, let folded = FoldedFigures(text) {
        folded.bytes.withUnsafeBytes { bytes in
          if let text = ScannedBytes(bytes) { scan(text, folded, into: &inspection) }
        }
      } else {
        scan(text, nil, into: &inspection)
      }
    }
    for (rule, count) in counts.enumerated() { inspection.record(rule, Double(count)) }
  }

  private func scan(
    _ text: ScannedBytes,
    _ folded: FoldedFigures?,
    into inspection: inout Inspection
  ) {
    anchors.withUnsafeBufferPointer { table in
      guard let table = table.baseAddress else { return }
      scan(text, table, folded, into: &inspection)
    }
  }

  private func scan(
    _ text: ScannedBytes,
    _ table: UnsafePointer<UInt8>,
    _ folded: FoldedFigures?,
    into inspection: inout Inspection
  ) {
    var floor = 0
    var index = text.nextAnchor(from: 0, in: table)
    while index < text.count {
      let (found, next) = candidate(text, at: index, floor: floor)
      if let (rule, range) = found {
        counts[rule.rawValue] += 1
        inspection.addSpan(rule.rawValue, folded?.source(of: range) ?? range)
        floor = range.upperBound
      }
      index = text.nextAnchor(from: max(next, floor), in: table)
    }
  }

  /// What starts at or around an anchor, and where to go on when it is nothing.
  @inline(__always)
  private func candidate(
    _ text: ScannedBytes,
    at index: Int,
    floor: Int
  ) -> (found: (PersonalDataRule, Range<Int>)?, next: Int) {
    let byte = text.base[index]
    if ASCIIByte.isDigit(byte) {
      let end = text.run(from: index + 1, while: ASCIIByte.isDigit)
      return (number(text, at: index, runEnd: end), end)
    }
    if byte == UInt8(ascii: "@") {
      return (EmailPattern.match(text, at: index, floor: floor).map { (.email, $0) }, index + 1)
    }
    let found = MACAddressPattern.match(text, separator: index)
    return (found.map { (.macAddress, $0) }, index + 1)
  }

  private func number(
    _ text: ScannedBytes,
    at start: Int,
    runEnd end: Int
  ) -> (PersonalDataRule, Range<Int>)? {
    let previous = text.at(start - 1)
    if ASCIIByte.isLetter(previous) { return afterLetters(text, at: start) }
    guard !ASCIIByte.isAlphanumeric(previous) else { return nil }
    let run = end - start
    let next = text.at(end)
    // a lone figure in prose, by far the most common case
    if run < 3, next == UInt8(ascii: " "), !ASCIIByte.isDigit(text.at(end + 1)),
      text.at(end + 1) != UInt8(ascii: "("), previous != UInt8(ascii: "+")
    {
      return nil
    }
    return token(text, at: start, run: run, next: next) ?? grouped(text, at: start, run: run)
  }

  private func afterLetters(
    _ text: ScannedBytes,
    at start: Int
  ) -> (PersonalDataRule, Range<Int>)? {
    if let range = IBANPattern.match(text, checkDigit: start) { return (.iban, range) }
    guard text.base[start] == UInt8(ascii: "1") else { return nil }
    return CryptoAddressPattern.matchBech32(text, separator: start).map { (.cryptoAddress, $0) }
  }

  /// What a run of digits may start that is written without spaces.
  private func token(
    _ text: ScannedBytes,
    at start: Int,
    run: Int,
    next: UInt8
  ) -> (PersonalDataRule, Range<Int>)? {
    switch (text.base[start], next) {
    case (UInt8(ascii: "0"), UInt8(ascii: "x")) where run == 1:
      return CryptoAddressPattern.matchEthereum(text, at: start).map { (.cryptoAddress, $0) }
    case (_, UInt8(ascii: ".")) where run <= 3:
      if let range = IPv4Pattern.match(text, at: start) { return (.ipv4, range) }
    case (_, UInt8(ascii: ":")) where run == 2, (_, UInt8(ascii: "-")) where run == 2:
      let address = MACAddressPattern.match(text, separator: start + 2)
      if let range = address { return (.macAddress, range) }
    case (UInt8(ascii: "2")...UInt8(ascii: "3"), _) where run <= 4:
      if let range = IPv6Pattern.match(text, at: start) { return (.ipv6, range) }
    default: break
    }
    guard text.base[start] == UInt8(ascii: "1") || text.base[start] == UInt8(ascii: "3") else {
      return nil
    }
    return CryptoAddressPattern.matchBase58(text, at: start).map { (.cryptoAddress, $0) }
  }

  /// What digits may be that stand in groups.
  private func grouped(
    _ text: ScannedBytes,
    at start: Int,
    run: Int
  ) -> (PersonalDataRule, Range<Int>)? {
    if let range = PaymentCardPattern.match(text, at: start, firstRun: run) {
      return (.paymentCard, range)
    }
    if let range = SocialSecurityPattern.match(text, at: start, firstRun: run) {
      return (.socialSecurity, range)
    }
    return PhonePattern.match(text, at: start, firstRun: run).map { (.phone, $0) }
  }
}
