import SafetyCore
import TextViews

/// Looks for secrets in one pass over the text, stopping only at bytes that every secret holds.
final class SecretsInspector: Inspector {
  private let anchors = ASCIIByte.table(of: "_-KSzJ=:")
  private var counts = [Int](repeating: 0, count: SecretRule.allCases.count)

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    for index in counts.indices { counts[index] = 0 }
    if let text = ScannedBytes(subject.bytes) {
      anchors.withUnsafeBufferPointer { table in
        guard let table = table.baseAddress else { return }
        scan(text, table, into: &inspection)
      }
    }
    for (rule, count) in counts.enumerated() { inspection.record(rule, Double(count)) }
  }

  private func scan(
    _ text: ScannedBytes,
    _ table: UnsafePointer<UInt8>,
    into inspection: inout Inspection
  ) {
    var floor = 0
    var index = text.nextAnchor(from: 0, in: table)
    while index < text.count {
      if let (rule, range) = candidate(text, at: index), range.lowerBound >= floor {
        counts[rule.rawValue] += 1
        inspection.addSpan(rule.rawValue, range)
        floor = range.upperBound
      }
      index = text.nextAnchor(from: max(index + 1, floor), in: table)
    }
  }

  private func candidate(_ text: ScannedBytes, at index: Int) -> (SecretRule, Range<Int>)? {
    switch text.base[index] {
    case UInt8(ascii: "_"), UInt8(ascii: "K"), UInt8(ascii: "S"), UInt8(ascii: "z"):
      return TokenPattern.match(text, anchor: index)
    case UInt8(ascii: "-"):
      if let range = PEMPattern.match(text, at: index) { return (.privateKey, range) }
      return TokenPattern.match(text, anchor: index)
    case UInt8(ascii: "J"):
      return JSONWebTokenPattern.match(text, anchor: index).map { (.jsonWebToken, $0) }
    default:
      return AssignmentPattern.match(text, sign: index).map { (.assignedSecret, $0) }
    }
  }
}
