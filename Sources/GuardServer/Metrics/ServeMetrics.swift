import CoreMetrics
import GenerationGuard
import Metrics
import SafetyCore

/// What the server counts; labels are ids of the policy and words of this server, never texts.
package struct ServeMetrics: Sendable {
  package let factory: PrometheusFactory

  package init() {
    factory = PrometheusFactory()
    for (name, help) in [
      ("http_requests_total", "Requests by route and status."),
      ("http_request_seconds", "Time to the head of the answer."),
      ("guard_decisions_total", "Recorded decisions by stage and action."),
      ("guard_rule_decisions_total", "Recorded decisions by the rule that won."),
      ("guard_unknown_total", "Decisions in which a detector or the guard failed."),
      ("guard_hold_chars", "The most characters held back at once, by answer."),
      ("guard_ttft_added_seconds", "Time that the guard added before the first piece."),
      ("guard_stream_cuts_total", "Answers that ended before their end."),
      ("guard_policy_info", "The policy in force."),
      ("guard_policy_reloads_total", "Attempts to take up a policy."),
      ("guard_audit_queue_depth", "Records that wait to be written."),
      (
        "guard_audit_dropped_total",
        "Records that could not be written; their answers were refused."
      ),
      ("guard_active_requests", "Requests on their way."),
    ] { factory.describe(name, help) }
    dropped.increment(by: 0)
  }

  private func count(_ name: String, _ labels: [(String, String)] = [], by amount: Int = 1) {
    Counter(label: name, dimensions: labels, factory: factory).increment(by: amount)
  }

  private var dropped: Counter { Counter(label: "guard_audit_dropped_total", factory: factory) }

  /// A request was answered.
  func answered(_ route: String, _ status: Int, _ duration: Duration) {
    count("http_requests_total", [("route", route), ("status", String(status))])
    timer("http_request_seconds", [("route", route)]).recordSeconds(duration / .seconds(1))
  }

  /// An answer of a model ended.
  func ended(_ summary: GuardSummary?, added: Duration?) {
    if let added { timer("guard_ttft_added_seconds").recordSeconds(added / .seconds(1)) }
    guard let summary else { return }
    Recorder(label: "guard_hold_chars", factory: factory).record(summary.heldMaximum)
    if summary.action.endsAnswer, !summary.stage.isBeforeAnswer { count("guard_stream_cuts_total") }
  }

  /// Decisions were recorded.
  package func recorded(_ records: [DecisionRecord]) {
    for record in records where record.kind == GuardEvent.kind {
      let stage = Self.text(record.body["stage"])
      let action = Self.text(record.body["action"])
      count("guard_decisions_total", [("stage", stage), ("action", action)])
      if case .string(let rule)? = record.body["rule"] {
        count("guard_rule_decisions_total", [("rule", rule)])
      }
      if case .array(let failures)? = record.body["failures"], !failures.isEmpty {
        count("guard_unknown_total")
      }
    }
  }

  /// Records could not be written.
  package func lost(_ count: Int) { dropped.increment(by: count) }

  /// A policy was taken up or refused.
  func reloaded(_ outcome: String) {
    count("guard_policy_reloads_total", [("outcome", outcome)])
  }

  /// The text of `/metrics`, with what is only known when it is asked for.
  func exposition(_ program: GuardProgram, active: Int, waiting: Int) -> String {
    meter("guard_active_requests").set(active)
    meter("guard_audit_queue_depth").set(waiting)
    let info =
      "# HELP guard_policy_info The policy in force.\n# TYPE guard_policy_info gauge\n"
      + "guard_policy_info{digest=\"\(program.digest.hex)\",version=\"\(program.policy.version)\"} 1\n"
    return info + factory.exposition
  }

  private func meter(_ name: String) -> Meter { Meter(label: name, factory: factory) }

  private func timer(_ name: String, _ labels: [(String, String)] = []) -> Timer {
    Timer(label: name, dimensions: labels, factory: factory)
  }

  private static func text(_ value: CanonicalValue?) -> String {
    if case .string(let text)? = value { text } else { "" }
  }
}
