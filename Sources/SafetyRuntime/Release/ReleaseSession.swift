import AuditLog
import Diagnostics
import Glibc
import ReleaseGate
import SafetyCore

/// Asks a release gate about a model and keeps what it decides.
package struct ReleaseSession: Sendable {
  package let request: ReleaseRequest
  package let policy: ReleasePolicy
  package let digest: ModelDigest
  package let evidence: ReleaseEvidence

  /// Reads policy, log and model.
  ///
  /// - Parameters:
  ///   - request: Where they are.
  ///   - now: The time, such as `2026-01-31T12:00:00Z`.
  ///   - progress: Is told how many bytes of the model are hashed and how many there are.
  /// - Throws: `Diagnostics` of the policy, or a diagnostic of what cannot be read.
  package init(
    _ request: ReleaseRequest,
    now: String,
    progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws {
    self.request = request
    policy = try Self.policy(at: request.policy)
    digest = try ModelDigest(of: request.model, progress: progress)
    guard !digest.files.isEmpty else {
      throw Diagnostic(
        "release/no-model",
        "the folder holds no file of a model",
        at: .init(file: request.model)
      )
    }
    let log = try AuditLog(path: request.audit, mode: .readOnly) { now }
    let state = try ReleaseLogState(log, request)
    var evidence = ReleaseEvidence(
      model: Self.name(of: request.model),
      modelSHA256: digest.root,
      log: state.log,
      now: UTCTime.seconds(now) ?? 0,
      today: String(now.prefix(10))
    )
    evidence.checkpoint = state.checkpoint
    // Bodies of a log that was changed are not even read: they may be anything.
    if state.log.standing != .tampered {
      try ReleaseEvidenceReader(log: log, policy: policy).read(into: &evidence)
    }
    if let card = request.card {
      let profiles = policy.profiles
      evidence.card = try ReleaseCardReader.read(card, audit: request.audit, profiles: profiles) {
        now
      }
    }
    self.evidence = evidence
    try log.close()
  }

  package static func policy(at path: String) throws -> ReleasePolicy {
    var parser = ReleasePolicyParser()
    let file = try SafeFile.read(
      path,
      limit: 1 << 20,
      code: "release/cannot-read",
      hint: "name a policy by --policy; `policies/release.yaml` of gemma-safety is a start to copy"
    )
    guard let text = String(validating: file.bytes, as: UTF8.self) else {
      throw Diagnostic("release/not-text", "the policy is not valid UTF-8", at: .init(file: path))
    }
    return try parser.parse(text, file: path)
  }

  /// The last part of a model's path; of the folder that is meant where it is no name, as in `..`.
  static func name(of path: String) -> String {
    let last = path.split(separator: "/").last { $0 != "." }
    if let last, last != ".." { return String(last) }
    let resolved = realpath(path, nil)
    defer { free(resolved) }
    let whole = resolved.map { String(cString: $0) } ?? path
    return whole.split(separator: "/").last.map(String.init) ?? "model"
  }

  /// What the gate says about the evidence.
  package func decide() -> ReleaseDecision {
    ReleaseGate(policy: policy, evidence: evidence).decide()
  }

  /// The verdict as its event has it.
  package func verdict(_ decision: ReleaseDecision) -> GateVerdict {
    let named = Digest.sha256(
      policy.digest.bytes + digest.root.bytes + evidence.log.root.bytes
    )
    return GateVerdict(
      run: "release-\(named.hex.prefix(16))",
      policyName: policy.name,
      policyVersion: policy.version,
      policySHA256: policy.digest,
      model: evidence.model,
      modelSHA256: digest.root,
      outcome: decision.outcome,
      rules: decision.findings.map(\.record),
      logSize: evidence.log.size,
      logRoot: evidence.log.root
    )
  }

  /// Writes the verdict into the log.
  ///
  /// - Parameters:
  ///   - decision: Of this session.
  ///   - signer: Signs the checkpoint after it; nil to leave it unsigned.
  ///   - clock: Gives the event's time.
  /// - Returns: The event's number.
  /// - Throws: `audit/…`; then no verdict is in the log.
  package func record(
    _ decision: ReleaseDecision,
    signer: NoteSigner? = nil,
    clock: @escaping @Sendable () -> String
  ) throws -> Int {
    let log = try AuditLog(path: request.audit, mode: .existing, signer: signer, clock: clock)
    let verdict = verdict(decision)
    try log.append([verdict.record], run: verdict.run, state: nil)
    var last: Int?
    try log.events(of: verdict.run, kind: GateVerdict.kind) { last = $0.seq }
    try log.close()
    guard let last else {
      throw Diagnostic(
        "release/not-recorded",
        "the verdict is not in the log",
        at: .init(file: request.audit)
      )
    }
    return last
  }
}
