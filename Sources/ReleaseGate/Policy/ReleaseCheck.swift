/// A demand on the papers of a release rather than on a figure.
package struct ReleaseCheck: Sendable, Hashable {
  package enum Requirement: Sendable, Hashable {
    /// These filters acted in the last filter run, or in all, and every input was read to its end.
    case filters(names: [String], allRuns: Bool)
    /// Each benchmark has a complete evaluation of this model.
    case evaluations(benchmarks: [String])
    /// The card says all that each profile asks for.
    case card(profiles: [String])
    /// The card names a licence; where some are listed, one of these.
    case licence(allowed: [String])
    /// No waiver is past its last day.
    case waivers
    /// The log verifies; with `isComplete`, no run in it is left open; with `isSigned`, a key handed in
    /// has signed a checkpoint over every event that something rests on.
    case auditLog(isComplete: Bool, isSigned: Bool)
    /// A checkpoint outside the log covers every event that a rule rests on.
    case checkpoint(isSigned: Bool)
    /// The latest evaluation of each benchmark that rules name is of the very model to be released.
    case modelDigest

    /// The word under `require`.
    package var name: String {
      switch self {
      case .filters: "filters"
      case .evaluations: "evaluations"
      case .card: "card"
      case .licence: "licence"
      case .waivers: "waivers"
      case .auditLog: "audit_log"
      case .checkpoint: "checkpoint"
      case .modelDigest: "model_digest"
      }
    }

    /// Whether the events that a verdict proves decide it, without the log and the model's papers.
    var isProvable: Bool {
      switch self {
      case .evaluations, .waivers, .modelDigest: true
      case .filters, .card, .licence, .auditLog, .checkpoint: false
      }
    }

    static let names = [
      "filters", "evaluations", "card", "licence", "waivers", "audit_log", "checkpoint",
      "model_digest",
    ]
  }

  package var id: String
  package var summary = ""
  package var requirement: Requirement
  package var severity: ReleaseRule.Severity
}
