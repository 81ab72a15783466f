import AuditLog
import CorpusFiltering
import ReportPages
import SafetyCore
import TerminalOutput

/// How events are printed.
enum EventView {
  /// Number, time, kind, and what happened in a few words.
  static func line(_ event: AuditEvent) -> String {
    // A body of another shape is shown by its members: reading on is what this command is for.
    let what = (try? words(event)) ?? general(event)
    let seq = "\(event.seq)"
    let fill = String(repeating: " ", count: max(0, 7 - seq.count))
    let kind = ReportFormat.printable(event.kind)
    let gap = String(repeating: " ", count: max(0, 15 - kind.count))
    let line = "\(fill)\(seq)  \(ReportFormat.printable(event.time))  \(kind)\(gap)  \(what)"
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  private static func words(_ event: AuditEvent) throws -> String {
    switch event.kind {
    case FilterDecision.kind:
      let decision: FilterDecision = try event.decode()
      let rules = decision.failures.map(\.rule).joined(separator: " ")
      return "\(decision.action) \(ReportFormat.printable(decision.id))  \(rules)"
    case RunBegin.kind:
      let begin: RunBegin = try event.decode()
      let bytes = begin.inputs.reduce(0) { $0 + $1.size }
      let inputs = begin.inputs.count == 1 ? "1 input" : "\(begin.inputs.count) inputs"
      let what = begin.command == "mix" ? "recipe" : "policy"
      return
        "\(begin.command) \(begin.version), \(what) \(ReportFormat.printable(begin.policyName)), "
        + "\(inputs) of \(TextTable.grouped(bytes)) bytes"
    case RunShard.kind:
      let shard: RunShard = try event.decode()
      return "\(ReportFormat.printable(shard.name)): \(counts(shard.counts))"
    case RunEnd.kind:
      let end: RunEnd = try event.decode()
      let most = end.byReason.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
      let reasons = most.map { "\(ReportFormat.printable($0.key)) \($0.value)" }
      let unopened = end.unreadableCount ?? 0
      return counts(end.totals)
        + (unopened > 0 ? ", \(TextTable.grouped(unopened)) could not be opened" : "")
        + (reasons.isEmpty ? "" : "; " + reasons.joined(separator: ", "))
    case Erasure.kind:
      let erasure: Erasure = try event.decode()
      let whose = erasure.subject.map { " of subject \(ReportFormat.printable($0))" } ?? ""
      return "\(erasure.count) contents\(whose): \(ReportFormat.printable(erasure.basis))"
    default: return try evidence(event).map(ReportFormat.printable) ?? general(event)
    }
  }

  private static func counts(_ counts: ShardCounts) -> String {
    let redacted = counts.redacted > 0 ? ", \(TextTable.grouped(counts.redacted)) redacted" : ""
    let apart =
      counts.quarantined > 0 ? ", \(TextTable.grouped(counts.quarantined)) in quarantine" : ""
    return "\(TextTable.grouped(counts.read)) read, \(TextTable.grouped(counts.kept)) kept, "
      + "\(TextTable.grouped(counts.removed)) removed\(redacted)\(apart)"
  }

  /// The plain members of any body, by name, up to a line's width.
  private static func general(_ event: AuditEvent) -> String {
    let members = (try? CanonicalValue(parsing: event.body).members) ?? [:]
    let words = members.sorted { $0.key < $1.key }.compactMap { key, value -> String? in
      guard !["kind", "run", "ts"].contains(key) else { return nil }
      switch value {
      case .string(let text): return "\(key)=\(text)"
      case .integer(let number): return "\(key)=\(number)"
      case .boolean(let value): return "\(key)=\(value)"
      default: return nil
      }
    }
    return ReportFormat.printable(String(words.joined(separator: " ").prefix(160)))
  }

  /// The event's place and hash, what became of its sealed contents, and its body line by line.
  static func whole(_ event: AuditEvent, contents: [OpenedContent]) throws -> String {
    var facts = TextTable(leading: 2)
    facts.add("event", "\(event.seq)")
    facts.add("kind", ReportFormat.printable(event.kind))
    facts.add("run", ReportFormat.printable(event.run))
    facts.add("time", ReportFormat.printable(event.time))
    facts.add("leaf", MerkleRange.leafHash(event.body).hex)
    for content in contents {
      let state =
        switch content.state {
        case .intact: "intact"
        case .erased(let by): "erased by event \(by)"
        case .withheld: "not in the export that this log was made from"
        }
      let commitment = content.commitment
      facts.add(
        "sealed",
        "\(commitment.slot), \(commitment.length) bytes about \(commitment.subject), \(state)"
      )
    }
    var text = facts.lines().joined(separator: "\n") + "\n\n"
    write(try CanonicalValue(parsing: event.body), indent: "", to: &text)
    return text + "\n"
  }

  private static func write(_ value: CanonicalValue, indent: String, to text: inout String) {
    func list(_ ends: (String, String), _ items: [(String, CanonicalValue)]) {
      guard !items.isEmpty else {
        text += ends.0 + ends.1
        return
      }
      text += ends.0 + "\n"
      for (index, item) in items.enumerated() {
        text += indent + "  " + item.0
        write(item.1, indent: indent + "  ", to: &text)
        text += index == items.count - 1 ? "\n" : ",\n"
      }
      text += indent + ends.1
    }
    func encoded(_ value: CanonicalValue) -> String {
      ReportFormat.printable(String(decoding: value.canonicalJSON, as: UTF8.self))
    }
    switch value {
    case .array(let items): list(("[", "]"), items.map { ("", $0) })
    case .object(let members):
      list(
        ("{", "}"),
        members.sorted { $0.key < $1.key }.map { (encoded(.string($0.key)) + ": ", $0.value) }
      )
    default: text += encoded(value)
    }
  }
}
