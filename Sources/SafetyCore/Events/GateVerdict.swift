/// What a release gate decided about a model, rule by rule, on the evidence that the log held.
package struct GateVerdict: EventBody {
  package static let kind = "gate.verdict"

  /// One rule and how it came out.
  package struct Rule: Sendable, Hashable {
    package var id: String
    /// `block` or `warn`.
    package var severity: String
    package var outcome: GateOutcome
    /// A phrase that says why.
    package var reason: String
    /// The risk that the rule stands for; nil for a rule about the release's papers.
    package var risk: String?
    /// What was asked for, such as `ci_upper <= 0.08`; nil for a rule about papers.
    package var bound: String?
    /// The figure that decided, as its event has it.
    package var figure: Figure?
    /// Events that the outcome rests on.
    package var evidence: [Int]
    /// Who waived the rule, why and until when; nil where nobody did.
    package var waiver: Waiver?

    package init(
      id: String,
      severity: String,
      outcome: GateOutcome,
      reason: String,
      risk: String? = nil,
      bound: String? = nil,
      figure: Figure? = nil,
      evidence: [Int] = [],
      waiver: Waiver? = nil
    ) {
      self.id = id
      self.severity = severity
      self.outcome = outcome
      self.reason = reason
      self.risk = risk
      self.bound = bound
      self.figure = figure
      self.evidence = evidence
      self.waiver = waiver
    }
  }

  /// A figure as decimals, with its interval where it has one.
  package struct Figure: Sendable, Hashable {
    package var value: String
    package var low: String?
    package var high: String?
    package var count: Int

    package init(value: String, low: String?, high: String?, count: Int) {
      self.value = value
      self.low = low
      self.high = high
      self.count = count
    }
  }

  /// A person's word that a rule may be broken for a while.
  package struct Waiver: Sendable, Hashable {
    package var approver: String
    package var reason: String
    /// The last day, `YYYY-MM-DD`.
    package var expires: String

    package init(approver: String, reason: String, expires: String) {
      self.approver = approver
      self.reason = reason
      self.expires = expires
    }
  }

  package var run: String
  package var policyName: String
  package var policyVersion: String
  package var policySHA256: Digest
  package var model: String
  /// The digest of the model without its papers, as a signature over the weights names it.
  package var modelSHA256: Digest
  /// `pass`, `warn`, or the gravest outcome of a rule that stands in the way.
  package var outcome: GateOutcome
  package var rules: [Rule]
  /// Events in the log when the gate decided, this one not among them.
  package var logSize: Int
  /// The root over these events.
  package var logRoot: Digest

  package init(
    run: String,
    policyName: String,
    policyVersion: String,
    policySHA256: Digest,
    model: String,
    modelSHA256: Digest,
    outcome: GateOutcome,
    rules: [Rule],
    logSize: Int,
    logRoot: Digest
  ) {
    self.run = run
    self.policyName = policyName
    self.policyVersion = policyVersion
    self.policySHA256 = policySHA256
    self.model = model
    self.modelSHA256 = modelSHA256
    self.outcome = outcome
    self.rules = rules
    self.logSize = logSize
    self.logRoot = logRoot
  }

  package var members: [String: CanonicalValue] {
    [
      "policy": [
        "name": .string(policyName), "version": .string(policyVersion),
        "sha256": .string(policySHA256.hex),
      ],
      "model": ["name": .string(model), "sha256": .string(modelSHA256.hex)],
      "outcome": .string(outcome.rawValue), "rules": .array(rules.map(\.value)),
      "log": ["size": .integer(logSize), "root": .string(logRoot.hex)],
    ]
  }

  package init(reading members: EventMembers) throws {
    let policy = try members.object("policy")
    let model = try members.object("model")
    let log = try members.object("log")
    self.init(
      run: try members.string("run"),
      policyName: try policy.string("name"),
      policyVersion: try policy.string("version"),
      policySHA256: try policy.digest("sha256"),
      model: try model.string("name"),
      modelSHA256: try model.digest("sha256"),
      outcome: try Self.outcome(members),
      rules: try members.objects("rules").map { try Rule(reading: $0) },
      logSize: try log.count("size"),
      logRoot: try log.digest("root")
    )
  }

  fileprivate static func outcome(_ members: EventMembers) throws -> GateOutcome {
    let word = try members.string("outcome")
    guard let outcome = GateOutcome(rawValue: word) else {
      throw members.problem("event/wrong-type", "`outcome` is `\(word.prefix(40))`")
    }
    return outcome
  }
}

extension GateVerdict.Rule {
  /// The members of a rule, as the event and the signed verdict have them.
  package var value: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "id": .string(id), "severity": .string(severity), "outcome": .string(outcome.rawValue),
      "reason": .string(reason), "evidence": .array(evidence.map { .integer($0) }),
    ]
    members["risk"] = risk.map { .string($0) }
    members["bound"] = bound.map { .string($0) }
    members["figure"] = figure.map { figure in
      var value: [String: CanonicalValue] = [
        "value": .string(figure.value), "n": .integer(figure.count),
      ]
      value["low"] = figure.low.map { .string($0) }
      value["high"] = figure.high.map { .string($0) }
      return .object(value)
    }
    members["waiver"] = waiver.map {
      [
        "approver": .string($0.approver), "reason": .string($0.reason),
        "expires": .string($0.expires),
      ]
    }
    return .object(members)
  }

  package init(reading members: EventMembers) throws {
    let figure = try members.optionalObject("figure")
    let waiver = try members.optionalObject("waiver")
    self.init(
      id: try members.string("id"),
      severity: try members.string("severity"),
      outcome: try GateVerdict.outcome(members),
      reason: try members.string("reason"),
      risk: try members.optionalString("risk"),
      bound: try members.optionalString("bound"),
      figure: try figure.map {
        GateVerdict.Figure(
          value: try $0.string("value"),
          low: try $0.optionalString("low"),
          high: try $0.optionalString("high"),
          count: try $0.count("n")
        )
      },
      evidence: try members.array("evidence").map { item in
        guard case .integer(let seq) = item, seq >= 0 else {
          throw members.problem("event/wrong-type", "`evidence` holds what is no event's number")
        }
        return seq
      },
      waiver: try waiver.map {
        GateVerdict.Waiver(
          approver: try $0.string("approver"),
          reason: try $0.string("reason"),
          expires: try $0.string("expires")
        )
      }
    )
  }
}
