import AuditLog
import ReportPages
import SafetyCore
import TerminalOutput

extension EventView {
  /// What an event of an evaluation, a mixture, the guard or a gate says; nil for other kinds.
  static func evidence(_ event: AuditEvent) throws -> String? {
    switch event.kind {
    case EvaluationBegin.kind:
      let begin: EvaluationBegin = try event.decode()
      return "\(begin.benchmark) on \(subject(begin.subject)), \(count(begin.items, "item"))"
    case EvaluationEnd.kind:
      let end: EvaluationEnd = try event.decode()
      let unscored = end.unscored.values.reduce(0, +)
      let without = unscored > 0 ? ", \(TextTable.grouped(unscored)) without a score" : ""
      return "\(end.benchmark): \(count(end.items, "item"))\(without)"
    case EvaluationItem.kind:
      let item: EvaluationItem = try event.decode()
      let scores = item.scores.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      return "\(item.benchmark) \(item.item): \(item.prediction)  \(scores.joined(separator: ", "))"
    case MetricEvent.kind: return metric(try event.decode())
    case GateVerdict.kind: return verdict(try event.decode())
    case GuardEvent.kind: return try decision(event)
    case GuardTally.kind: return tally(try event.decode())
    case ScoreSpread.kind:
      let spread: ScoreSpread = try event.decode()
      let texts = spread.bins.values.reduce(0) { $0 + $1.count }
      return "\(spread.benchmark): scores of \(count(texts, "text")) by \(subject(spread.subject))"
    case MixtureShare.kind: return share(try event.decode())
    case MixtureArtifact.kind:
      let file: MixtureArtifact = try event.decode()
      return "\(file.name): \(count(file.documents, "document")), "
        + "\(TextTable.grouped(file.size)) bytes, sha256 \(file.sha256.hex.prefix(12))"
    default: return nil
    }
  }

  private static func share(_ share: MixtureShare) -> String {
    "\(share.source): \(TextTable.grouped(share.taken)) \(share.unit) of "
      + "\(TextTable.grouped(share.available)), asked \(TextTable.grouped(share.asked))"
  }

  private static func count(_ number: Int, _ what: String) -> String {
    "\(TextTable.grouped(number)) \(what)\(number == 1 ? "" : "s")"
  }

  private static func subject(_ subject: EvaluationSubject) -> String {
    let digest = subject.modelSHA256.map { " \($0.hex.prefix(8))" } ?? ""
    let guarded = subject.policySHA256 == nil ? "" : ", guarded"
    return "\(subject.model)\(digest)\(guarded), seed \(subject.seed)"
  }

  private static func metric(_ metric: MetricEvent) -> String {
    let slice = metric.slice.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let part = slice.isEmpty ? "" : " (\(slice.joined(separator: ", ")))"
    let interval = metric.interval.map { interval in
      " [\(FigureText.short(interval.low)), \(FigureText.short(interval.high))]"
    }
    return "\(metric.benchmark) \(metric.metric)\(part) \(FigureText.short(metric.value))"
      + "\(interval ?? ""), "
      + "\(count(metric.count, "item")) on \(subject(metric.subject))"
      + (metric.measured.map { ", measured \($0.prefix(10))" } ?? "")
  }

  /// Of a sum of decisions the three most frequent outcomes.
  private static func tally(_ tally: GuardTally) -> String {
    let most = tally.counts.sorted { $0.decisions > $1.decisions }.prefix(3).map {
      "\($0.stage) \($0.action)\($0.rule.map { " \($0)" } ?? "") \(TextTable.grouped($0.decisions))"
    }
    let whole = tally.counts.reduce(0) { $0 + $1.decisions }
    return "\(count(whole, "decision")) of \(tally.origin.rawValue) on \(tally.model): "
      + most.joined(separator: ", ")
  }

  private static func verdict(_ verdict: GateVerdict) -> String {
    let open = verdict.rules.filter { $0.outcome != .pass }.map {
      "\($0.id) \($0.outcome.rawValue)"
    }
    let rest = open.isEmpty ? "" : ": " + open.joined(separator: ", ")
    return
      "\(verdict.outcome.rawValue) for \(verdict.model) \(verdict.modelSHA256.hex.prefix(8)) by "
      + "\(verdict.policyName) \(verdict.policyVersion)\(rest)"
  }

  /// A decision of the guard, whose members are read as they stand.
  private static func decision(_ event: AuditEvent) throws -> String {
    let body = try CanonicalValue(parsing: event.body)
    let members = try EventMembers(body, name: "event \(event.seq)")
    let rule = body.members?["rule"] ?? .null
    var words = "\(try members.string("action")) at \(try members.string("stage"))"
    if case .string(let id) = rule { words += " by \(id)" }
    let findings = try members.array("findings").count + members.count("more_findings")
    words += ", \(try members.string("severity")), \(count(findings, "finding"))"
    let failures = try members.array("failures").count
    return failures == 0 ? words : words + ", \(count(failures, "failure"))"
  }
}
