import AuditLog
import ModelCards
import SafetyCore
import Testing

/// Figures that a card need not read twice.
@Suite struct ReadFiguresTests {
  private let bundle: EvidenceBundle
  private let source: CardSource

  init() throws {
    let (bundle, document) = try CardFixture.whole(CardFixture())
    (self.bundle, source) = (bundle, document.source)
  }

  /// Every figure of the bundle, changed on its way.
  private func read(_ change: (inout AuditEvent, inout MetricEvent) -> Void) throws -> ReadFigures {
    var read = ReadFigures()
    for item in bundle.items {
      var event = try item.event()
      guard event.kind == MetricEvent.kind else { continue }
      var figure: MetricEvent = try event.decode()
      change(&event, &figure)
      read.add(event, figure)
    }
    return read
  }

  @Test func `make the same card, and are not read again`() throws {
    let same = try read { _, _ in }
    #expect(try CardSource(bundle, read: same, file: "b") == source)
    let changed = try read { $1.value = "0.01" }
    let values = try CardSource(bundle, read: changed, file: "b").metrics.map(\.body.value)
    #expect(Set(values) == ["0.01"])
  }

  @Test func `count for nothing where the evidence has other bytes`() throws {
    let other = try read { event, figure in
      event.body.append(UInt8(ascii: " "))
      figure.value = "0.01"
    }
    #expect(try CardSource(bundle, read: other, file: "b") == source)
  }
}
