import CorpusFiltering
import SafetyCore
import SafetyPolicy
import Testing

struct DocumentEditorTests {
  private static let rules = ["toy/kettle", "toy/silver-dance"].map {
    RuleDescriptor(
      $0,
      category: .quality,
      quantity: .count,
      summary: "",
      source: "",
      hasSpans: true
    )
  }

  private func edit(
    _ text: String,
    _ spans: [(rule: Int, range: Range<Int>)],
    _ actions: [CorpusAction],
    key: UInt8 = 1
  ) -> String? {
    let editor = DocumentEditor(
      rules: Self.rules,
      key: DigestKey(bytes: [UInt8](repeating: key, count: 32))
    )
    let decision = CorpusDecision(
      failures: actions.enumerated().map {
        RuleVerdict(rule: $0.offset, value: 1, action: $0.element)
      }
    )
    let evidence = spans.map { EvidenceSpan(rule: $0.rule, range: $0.range, score: 1) }
    return Array(text.utf8).withUnsafeBytes { editor.edit($0, evidence, decision) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `leaves a text alone where no failed rule edits`() {
    #expect(edit("silver kettle", [(0, 0..<6)], [.annotate]) == nil)
    #expect(edit("silver kettle", [(1, 0..<6)], [.cut]) == nil)
  }

  @Test func `cuts and redacts spans in any order`() {
    #expect(edit("a silver kettle", [(0, 9..<15), (0, 2..<8)], [.cut]) == "a  ")
    #expect(edit("a silver é", [(0, 9..<11)], [.redact]) == "a silver <KETTLE>")
    #expect(edit("abc", [(0, 0..<3)], [.redact]) == "<KETTLE>")
  }

  @Test func `joins spans that overlap under the gravest action`() {
    #expect(edit("0123456789", [(0, 1..<5), (1, 3..<8)], [.cut, .redact]) == "0<SILVER_DANCE>89")
    #expect(edit("0123456789", [(0, 1..<9), (1, 3..<4)], [.redact, .cut]) == "0<KETTLE>9")
  }

  @Test func `gives the same text the same pseudonym under one key only`() throws {
    let twice = try #require(edit("dance dance", [(0, 0..<5), (0, 6..<11)], [.pseudonymise]))
    let parts = twice.split(separator: " ")
    #expect(parts[0] == parts[1])
    #expect(parts[0].hasPrefix("<KETTLE:"))
    #expect(edit("dance dance", [(0, 0..<5), (0, 6..<11)], [.pseudonymise], key: 2) != twice)
  }
}
