import SafetyCore
import SafetyPolicy

/// Cuts, redacts and pseudonymises the spans that a policy's failed rules named.
package struct DocumentEditor: Sendable {
  private struct Edit {
    var range: Range<Int>
    var rule: Int
    var action: CorpusAction
  }

  private let rules: [RuleDescriptor]
  private let key: DigestKey

  /// - Parameters:
  ///   - rules: The run's rule table.
  ///   - key: Keys pseudonyms; without one they hold for this editor only.
  package init(rules: [RuleDescriptor], key: DigestKey?) {
    self.rules = rules
    self.key = key ?? DigestKey.random()
  }

  /// The edited text, or nil where the decision asks for no edit.
  ///
  /// Spans that overlap become one, edited by the gravest of their actions.
  package func edit(
    _ text: UnsafeRawBufferPointer,
    _ spans: [EvidenceSpan],
    _ decision: CorpusDecision
  ) -> [UInt8]? {
    let edits = merged(edits(spans, decision, size: text.count))
    guard !edits.isEmpty else { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var place = 0
    for edit in edits {
      out += text[place..<edit.range.lowerBound]
      out += replacement(of: UnsafeRawBufferPointer(rebasing: text[edit.range]), edit)
      place = edit.range.upperBound
    }
    out += text[place...]
    return out
  }

  private func edits(_ spans: [EvidenceSpan], _ decision: CorpusDecision, size: Int) -> [Edit] {
    decision.failures
      .filter { $0.action > .annotate && $0.action < .remove }
      .flatMap { failure in
        spans.filter { $0.rule == failure.rule }.map {
          Edit(range: $0.range.clamped(to: 0..<size), rule: failure.rule, action: failure.action)
        }
      }
      .filter { !$0.range.isEmpty }
      .sorted {
        ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
      }
  }

  private func merged(_ edits: [Edit]) -> [Edit] {
    var merged: [Edit] = []
    for edit in edits {
      guard let last = merged.last, edit.range.lowerBound < last.range.upperBound else {
        merged.append(edit)
        continue
      }
      var union = edit.action > last.action ? edit : last
      let end = max(last.range.upperBound, edit.range.upperBound)
      union.range = last.range.lowerBound..<end
      merged[merged.count - 1] = union
    }
    return merged
  }

  /// Nothing, `<EMAIL>`, or `<EMAIL:0123456789ab>`.
  private func replacement(of bytes: UnsafeRawBufferPointer, _ edit: Edit) -> [UInt8] {
    guard edit.action != .cut else { return [] }
    let id = rules[edit.rule].id.rawValue
    let name = id.split(separator: "/").last.map(String.init) ?? id
    let label = name.uppercased().map { $0 == "-" ? "_" : $0 }
    guard edit.action == .pseudonymise else { return Array("<\(String(label))>".utf8) }
    let message = Array(id.utf8) + [0] + bytes
    let code = message.withUnsafeBytes { key.authenticate($0) }.hex.prefix(12)
    return Array("<\(String(label)):\(code)>".utf8)
  }
}
