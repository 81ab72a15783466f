import Diagnostics
import SafetyCore

/// Gathers the events of evaluations, in the order of a log, into one record a benchmark and run.
package struct EvaluationRecordReader: Sendable {
  private struct Key: Hashable {
    var run: String
    var benchmark: String
  }

  private let log: String
  private var order: [Key] = []
  private var records: [Key: EvaluationRecord] = [:]
  private var roots: [Key: MerkleRange] = [:]
  private var seen: [Key: Set<String>] = [:]

  /// Begins with nothing.
  ///
  /// - Parameter log: A name of the log for errors.
  package init(log: String) { self.log = log }

  /// The kinds of events that make up records.
  package static let kinds: Set<String> = [
    EvaluationBegin.kind, EvaluationItem.kind, EvaluationEnd.kind, MetricEvent.kind,
  ]

  /// Takes the next event; other kinds are passed over.
  ///
  /// - Parameters:
  ///   - kind: Of the event.
  ///   - body: Its canonical JSON.
  ///   - time: When it was written.
  ///   - seq: Its number, for errors.
  /// - Throws: `json/…` or `event/…` for a body of another shape, `evaluation/record` for one that
  ///   contradicts those before it.
  package mutating func add(kind: String, body: [UInt8], time: String, seq: Int) throws {
    let name = "\(log), event \(seq)"
    switch kind {
    case EvaluationBegin.kind: try begin(try EvaluationBegin(body: body, name: name), time, name)
    case EvaluationItem.kind: try add(try EvaluationItem(body: body, name: name), time, name)
    case EvaluationEnd.kind: try end(try EvaluationEnd(body: body, name: name), time, name)
    case MetricEvent.kind: try add(try MetricEvent(body: body, name: name), time, name)
    default: break
    }
  }

  /// The records in the order of their beginning.
  package var all: [EvaluationRecord] { order.compactMap { records[$0] } }

  private mutating func begin(_ event: EvaluationBegin, _ time: String, _ name: String) throws {
    let key = Key(run: event.run, benchmark: event.benchmark)
    guard records[key] == nil else { throw Self.problem("`\(event.benchmark)` begins twice", name) }
    order.append(key)
    var record = EvaluationRecord(
      run: event.run,
      benchmark: event.benchmark,
      subject: event.subject,
      started: time
    )
    record.begin = event
    records[key] = record
    roots[key] = MerkleRange()
  }

  private mutating func add(_ event: EvaluationItem, _ time: String, _ name: String) throws {
    let key = Key(run: event.run, benchmark: event.benchmark)
    guard records[key]?.begin != nil, records[key]?.end == nil else {
      throw Self.problem("an item of `\(event.benchmark)` stands outside its evaluation", name)
    }
    guard seen[key, default: []].insert(event.item).inserted else {
      throw Self.problem("item `\(event.item)` of `\(event.benchmark)` stands twice", name)
    }
    roots[key]?.append(event.leaf)
    records[key]?.items.append(event)
    records[key]?.ended = time
  }

  private mutating func end(_ event: EvaluationEnd, _ time: String, _ name: String) throws {
    let key = Key(run: event.run, benchmark: event.benchmark)
    guard let record = records[key], record.begin != nil, record.end == nil else {
      throw Self.problem("`\(event.benchmark)` ends without a beginning, or twice", name)
    }
    guard event.items == record.items.count, roots[key]?.root == event.itemsRoot else {
      throw Self.problem("the end of `\(event.benchmark)` does not follow from its items", name)
    }
    records[key]?.end = event
    records[key]?.ended = time
  }

  private mutating func add(_ event: MetricEvent, _ time: String, _ name: String) throws {
    let key = Key(run: event.run, benchmark: event.benchmark)
    if records[key] == nil {
      order.append(key)
      records[key] = EvaluationRecord(
        run: event.run,
        benchmark: event.benchmark,
        subject: event.subject,
        started: time
      )
    }
    guard records[key]?.subject == event.subject else {
      throw Self.problem("a figure of `\(event.benchmark)` is of another subject", name)
    }
    records[key]?.metrics.append(event)
    records[key]?.ended = time
  }

  private static func problem(_ message: String, _ name: String) -> Diagnostic {
    Diagnostic(
      "evaluation/record",
      message,
      at: .init(file: name),
      hint: "`gemma-safety audit verify` tells whether the log was changed"
    )
  }
}
