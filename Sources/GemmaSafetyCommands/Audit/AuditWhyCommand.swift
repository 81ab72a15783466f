import ArgumentParser
import AuditLog
import CorpusFiltering
import ReportPages
import SafetyCore
import TerminalOutput

struct AuditWhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Say why a document was removed or redacted: every failed rule, value and bounds.",
    discussion: """
      Examples:
        gemma-safety audit why letter-06
        gemma-safety audit why letter-06 --audit out/audit.sqlite --json

      Exit codes: 0 a decision was found, 1 none: the document was kept as it was, or never read.
      """
  )
  @Argument(help: "The document's id.") var document: String
  @Option(name: .customLong("run"), help: "Only the decision of this run.") var runName: String?
  @OptionGroup var log: AuditLogOption
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var isFound = false
    try GemmaSafety.reporting {
      let log = try log.open()
      let decisions = try log.decisions(forDocument: document, run: runName)
      let manifests = try Self.manifests(of: decisions, in: log)
      let inputs = Self.inputs(of: decisions, manifests)
      isFound = !decisions.isEmpty
      guard isFound || display.json else {
        if !display.quiet { GemmaSafety.note(Self.nothing) }
        return
      }
      display.show(
        text: {
          decisions.map { text($0, input: inputs[$0.seq], manifests[$0.decision.run] ?? []) }
            .joined(separator: "\n")
        },
        json: { json(decisions, inputs) }
      )
    }
    if !isFound { throw ExitCode(1) }
  }

  private static let nothing =
    "no decision on this document is in the log: it was kept as it was, or never read"

  /// The inputs of each run that decided.
  private static func manifests(
    of decisions: [AuditedDecision],
    in log: AuditLog
  ) throws -> [String: [ShardInput]] {
    var manifests: [String: [ShardInput]] = [:]
    for run in Set(decisions.map(\.decision.run)) {
      try log.events(of: run, kind: RunBegin.kind, limit: 1) { event in
        let begin: RunBegin = try event.decode()
        manifests[run] = begin.inputs
      }
    }
    return manifests
  }

  /// The name of each decision's input by the event's place, from the manifest of its run.
  private static func inputs(
    of decisions: [AuditedDecision],
    _ manifests: [String: [ShardInput]]
  ) -> [Int: String] {
    var names: [Int: String] = [:]
    for entry in decisions {
      let inputs = manifests[entry.decision.run] ?? []
      guard inputs.indices.contains(entry.decision.shard) else { continue }
      names[entry.seq] = inputs[entry.decision.shard].name
    }
    return names
  }

  /// Which document this one is a copy of, for rules that know.
  private static func originals(
    _ decision: FilterDecision,
    _ manifest: [ShardInput]
  ) -> String {
    decision.failures.compactMap(\.original).map { original in
      let isKnown = manifest.indices.contains(original.shard)
      let input = isKnown ? manifest[original.shard].name : "input \(original.shard)"
      let place = "\(original.id): \(input), line \(original.line)"
      return "\n" + ReportFormat.printable("a copy of \(place)")
    }.joined()
  }

  private func text(
    _ entry: AuditedDecision,
    input: String?,
    _ manifest: [ShardInput]
  ) -> String {
    let decision = entry.decision
    var table = TextTable(leading: 1)
    table.add("rule", "value", "min", "max", "spans", "action", "category")
    for failure in decision.failures {
      table.add(
        failure.rule,
        failure.value,
        failure.minimum ?? "–",
        failure.maximum ?? "–",
        failure.spanCount == 0 ? "–" : TextTable.grouped(failure.spanCount),
        failure.action,
        failure.category
      )
    }
    let action = display.terminal.bold(decision.action)
    return """
      \(ReportFormat.printable(decision.id)): \(action) in run \(decision.run), \(entry.time)\(Self.originals(decision, manifest))
      \(ReportFormat.printable(input ?? "input \(decision.shard)")), line \(decision.line), \(decision.textBytes) bytes, \
      sha256:\(decision.textSHA256.hex)
      policy sha256:\(decision.policyDigest.hex)
      \((table.lines(indent: 2) + decision.failures.flatMap(evidence)).joined(separator: "\n"))

      """
  }

  /// Which items a rule's spans repeat, for rules that know.
  private func evidence(_ failure: FilterFailure) -> [String] {
    guard !failure.origins.isEmpty else { return [] }
    let rest = failure.spanCount - failure.spans.count
    let lines = zip(failure.origins, failure.spans).map { origin, span -> String in
      let item = ReportFormat.printable("\(origin.benchmark) \(origin.item)")
      return "  \(failure.rule): \(item), bytes \(span.lowerBound)–\(span.upperBound)"
    }
    return rest > 0 ? lines + ["  and \(TextTable.grouped(rest)) more"] : lines
  }

  private func json(_ decisions: [AuditedDecision], _ inputs: [Int: String]) -> CanonicalValue {
    let items = decisions.map { entry -> CanonicalValue in
      let own: [String: CanonicalValue] = [
        "seq": .integer(entry.seq), "time": .string(entry.time),
        "run": .string(entry.decision.run), "input": inputs[entry.seq].map { .string($0) } ?? .null,
      ]
      return .object(entry.decision.members.merging(own) { first, _ in first })
    }
    return [
      "format": "gemma-safety.audit-why/1", "document": .string(document),
      "decisions": .array(items),
    ]
  }
}
