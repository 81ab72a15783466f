import SafetyCore
import TextViews

/// Looks for secrets in one pass over the text, stopping only at bytes that every secret holds.
final class SecretsInspector: Inspector {
  private let anchors = ASCIIByte.table(of: TokenForm.anchors + "J=:~")
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
      if let found = candidate(text, at: index), found.range.lowerBound >= floor {
        counts[found.rule.rawValue] += 1
        inspection.addSpan(found.rule.rawValue, found.range, score: found.score)
        floor = found.range.upperBound
      }
      index = text.nextAnchor(from: max(index + 1, floor), in: table)
    }
  }

  private func candidate(_ text: ScannedBytes, at index: Int) -> TokenPattern.Match? {
    switch text.base[index] {
    case UInt8(ascii: "_"), UInt8(ascii: "K"), UInt8(ascii: "S"), UInt8(ascii: "z"),
      UInt8(ascii: "A"):
      return TokenPattern.match(text, anchor: index)
    case UInt8(ascii: "-"):
      if let range = PEMPattern.match(text, at: index) { return match(.privateKey, range) }
      return TokenPattern.match(text, anchor: index)
        ?? match(.serviceToken, ShapedTokenPattern.matchAge(text, dash: index))
    case UInt8(ascii: "."):
      // Most of them end a sentence.
      guard TokenPattern.isBase64URL(text.at(index + 1)) else { return nil }
      return TokenPattern.match(text, anchor: index)
        ?? match(.serviceToken, ShapedTokenPattern.matchDiscord(text, dot: index))
        ?? match(.serviceToken, ShapedTokenPattern.matchAirtable(text, dot: index))
    case UInt8(ascii: "J"):
      return match(.jsonWebToken, JSONWebTokenPattern.match(text, anchor: index))
    case UInt8(ascii: "~"):
      return match(.serviceToken, ShapedTokenPattern.matchEntra(text, tilde: index))
    default:
      return match(.serviceToken, ShapedTokenPattern.matchTelegram(text, colon: index))
        ?? match(.assignedSecret, AssignmentPattern.match(text, sign: index))
    }
  }

  private func match(_ rule: SecretRule, _ range: Range<Int>?) -> TokenPattern.Match? {
    range.map { TokenPattern.Match(rule: rule, range: $0) }
  }
}
