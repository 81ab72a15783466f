import CoreMetrics
import GenerationGuard
import Metrics
import SafetyCore
import SafetyPolicy

/// What the server counts; labels are ids of the policy and words of this server, never texts.
package struct ServeMetrics: Sendable {
  package let factory: PrometheusFactory

  package init() {
    factory = PrometheusFactory()
    for (name, help) in [
      ("http_requests_total", "Requests by route and status."),
      ("http_request_seconds", "Time to the end of the answer."),
      (
        "guard_decisions_total",
        "Recorded decisions by stage, action and the winning rule's category; what rules in shadow would have done."
      ),
      ("guard_rule_decisions_total", "Recorded decisions by the rule that won."),
      ("guard_detector_seconds", "Time that a model behind a detector took for a passage."),
      ("guard_detector_unknown_total", "Decisions for which a detector failed, by detector."),
      ("guard_unknown_total", "Decisions in which a detector or the guard failed."),
      ("guard_hold_chars", "The most characters held back at once, by answer."),
      (
        "guard_hold_seconds",
        "The longest time in which nothing was let out though text had come, by answer."
      ),
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
  func answered(_ route: String, _ status: Int) {
    count("http_requests_total", [("route", route), ("status", String(status))])
  }

  /// An answer was written to its end, or to where its client left.
  func written(_ route: String, _ duration: Duration) {
    timer("http_request_seconds", [("route", route)]).recordSeconds(duration / .seconds(1))
  }

  /// An answer of a model ended.
  func ended(_ summary: GuardSummary?, added: Duration?, held: Duration) {
    if let added { timer("guard_ttft_added_seconds").recordSeconds(added / .seconds(1)) }
    guard let summary else { return }
    Recorder(label: "guard_hold_chars", factory: factory).record(summary.heldMaximum)
    timer("guard_hold_seconds").recordSeconds(held / .seconds(1))
    if summary.action.endsAnswer, !summary.stage.isBeforeAnswer { count("guard_stream_cuts_total") }
  }

  /// A model behind a detector gave its scores, or failed.
  func judged(_ detector: String, _ duration: Duration) {
    timer("guard_detector_seconds", [("detector", detector)])
      .recordSeconds(duration / .seconds(1))
  }

  /// Decisions were recorded.
  ///
  /// - Parameters:
  ///   - records: Those that are no decisions are passed over.
  ///   - policy: The one in force; it knows the category of a rule.
  package func recorded(_ records: [DecisionRecord], _ policy: GuardPolicy) {
    for record in records where record.kind == GuardEvent.kind {
      let rule = record.body["rule"].flatMap(Self.text)
      countDecision(record.body, rule, policy)
      if let rule { count("guard_rule_decisions_total", [("rule", rule)]) }
      if Self.hasFailures(record.body) { count("guard_unknown_total") }
      for detector in Self.failedDetectors(record.body) {
        count("guard_detector_unknown_total", [("detector", detector)])
      }
    }
  }

  private func countDecision(
    _ body: [String: CanonicalValue],
    _ rule: String?,
    _ policy: GuardPolicy
  ) {
    let stage = body["stage"].flatMap(Self.text) ?? ""
    var action = body["action"].flatMap(Self.text) ?? ""
    // Nobody was refused by a rule: the guard, the model's server or the client gave the answer up.
    let isRefused = action == GuardAction.refuse.rawValue
    if isRefused, rule == nil, Self.hasFailures(body) { action = "failed" }
    func count(_ action: String, _ rule: String?, _ mode: GuardMode) {
      let category = policy.rules.first { $0.id == rule }?.category ?? "none"
      self.count(
        "guard_decisions_total",
        [("stage", stage), ("action", action), ("category", category), ("mode", mode.rawValue)]
      )
    }
    count(action, rule, .enforce)
    let shadows = Self.shadows(body)
    for rule in policy.rules where shadows.contains(rule.id) {
      count(rule.action.rawValue, rule.id, .shadow)
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

  private static func text(_ value: CanonicalValue) -> String? {
    if case .string(let text) = value { text } else { nil }
  }

  private static func hasFailures(_ body: [String: CanonicalValue]) -> Bool {
    if case .array(let failures)? = body["failures"] { !failures.isEmpty } else { false }
  }

  /// Rules in shadow that held.
  private static func shadows(_ body: [String: CanonicalValue]) -> Set<String> {
    guard case .array(let proposals)? = body["proposals"] else { return [] }
    let shadow = CanonicalValue.string(GuardDecision.Standing.shadow.name)
    return Set(
      proposals.compactMap { proposal in
        guard case .object(let members) = proposal, members["standing"] == shadow else {
          return nil
        }
        return members["rule"].flatMap(text)
      }
    )
  }

  /// Detectors that failed on any of the texts looked at.
  private static func failedDetectors(_ body: [String: CanonicalValue]) -> Set<String> {
    guard case .array(let parts)? = body["evidence"] else { return [] }
    var failed: Set<String> = []
    for case .object(let detectors) in parts {
      for case (let id, .object(let said)) in detectors where said["failure"] != nil {
        failed.insert(id)
      }
    }
    return failed
  }
}
