import AuditLog
import SafetyCore

/// Figures that were read while the events of a card were chosen, so that none is read twice.
package struct ReadFigures: Sendable {
  private var figures: [Int: (event: AuditEvent, figure: MetricEvent)] = [:]

  package init() {}

  /// Keeps what was read from an event of a log.
  package mutating func add(_ event: AuditEvent, _ figure: MetricEvent) {
    figures[event.seq] = (event, figure)
  }

  /// The figure of an item, where it was read from the very bytes that the item quotes.
  func evidence(_ item: EvidenceItem) -> Evidence<MetricEvent>? {
    guard let known = figures[item.index], known.event.body == item.body else { return nil }
    return Evidence(seq: item.index, time: known.event.time, body: known.figure)
  }
}
