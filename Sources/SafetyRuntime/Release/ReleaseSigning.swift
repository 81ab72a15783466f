import AuditLog
import Diagnostics
import ReleaseGate
import SafetyCore

/// Turns a recorded verdict into signed files beside the model.
package struct ReleaseSigning {
  /// What was written, by path, and the event that was signed.
  package struct Outcome: Sendable {
    package var files: [String]
    package var verdict: GateVerdict
    package var event: Int
  }

  package let session: ReleaseSession
  package let key: P256SigningKey
  /// Signs the checkpoint that all proofs lead to; nil to leave it unsigned.
  package let auditSigner: NoteSigner?
  package let version: String
  package let clock: @Sendable () -> String

  package init(
    session: ReleaseSession,
    key: P256SigningKey,
    auditSigner: NoteSigner?,
    version: String,
    clock: @escaping @Sendable () -> String
  ) {
    self.session = session
    self.key = key
    self.auditSigner = auditSigner
    self.version = version
    self.clock = clock
  }

  /// Writes verdict, summary and declarations, and last the signature over the whole folder.
  ///
  /// - Parameters:
  ///   - acceptsFailure: Signs a verdict that is no pass as well.
  ///   - resource: Where the model is to be found; nil for a name made of its digest.
  /// - Returns: The files in the order in which they were written.
  /// - Throws: `release/no-verdict`, `release/evidence-changed`, `release/not-passed`, or what
  ///   reading and writing throw.
  package func sign(acceptsFailure: Bool = false, resource: String? = nil) throws -> Outcome {
    let (verdict, event) = try recorded()
    try checkCurrent(verdict, event)
    guard acceptsFailure || !verdict.outcome.isOpen else {
      throw problem(
        "release/not-passed",
        "the verdict, event \(event), is `\(verdict.outcome.rawValue)`",
        hint: "`release explain` says why; `--failed` signs it as it is"
      )
    }
    let statement = try statement(verdict, event)
    let envelope = try sealed(statement.statement)
    let uri = resource ?? "pkg:generic/\(verdict.model)?checksum=sha256:\(verdict.modelSHA256.hex)"
    let summary = VerificationSummary(
      verdict: verdict,
      decided: statement.decided,
      verdictSHA256: Digest.sha256(envelope),
      policyURI: "urn:sha256:\(verdict.policySHA256.hex)",
      resourceURI: uri
    )
    let written = [
      (ReleaseFiles.verdict, envelope),
      (ReleaseFiles.summary, try sealed(summary.statement)),
      (ReleaseFiles.declarations, declarations(statement).document.canonicalJSON),
    ]
    for (name, bytes) in written { try SafeFile.replace(path(name), bytes) }
    try signFolder()
    let names = written.map(\.0) + [ReleaseFiles.signature]
    return Outcome(files: names.map(path), verdict: verdict, event: event)
  }

  private func path(_ name: String) -> String { "\(session.request.model)/\(name)" }

  private func problem(
    _ code: Diagnostic.Code,
    _ message: String,
    hint: String
  ) -> Diagnostic {
    Diagnostic(code, message, at: .init(file: session.request.audit), hint: hint)
  }

  /// The last verdict of this policy on this model.
  private func recorded() throws -> (GateVerdict, Int) {
    let log = try AuditLog(path: session.request.audit, mode: .readOnly, clock: clock)
    var found: (GateVerdict, Int)?
    try log.events(of: nil, kind: GateVerdict.kind) { event in
      let verdict: GateVerdict = try event.decode()
      let isOfThis =
        verdict.policySHA256 == session.policy.digest && verdict.modelSHA256 == session.digest.root
      if isOfThis { found = (verdict, event.seq) }
    }
    try log.close()
    guard let found else {
      throw problem(
        "release/no-verdict",
        "the log holds no verdict of this policy on this model",
        hint: "run `release check` first"
      )
    }
    return found
  }

  /// Refuses to sign what the gate would not say again.
  private func checkCurrent(_ verdict: GateVerdict, _ event: Int) throws {
    let now = session.verdict(session.decide())
    let same = zip(now.rules, verdict.rules).allSatisfy {
      $0.id == $1.id && $0.outcome == $1.outcome && $0.figure == $1.figure
    }
    guard same, now.rules.count == verdict.rules.count, now.outcome == verdict.outcome else {
      throw problem(
        "release/evidence-changed",
        "the gate decides otherwise now than in event \(event)",
        hint: "run `release check` again"
      )
    }
  }

  private func statement(_ verdict: GateVerdict, _ event: Int) throws -> VerdictStatement {
    let log = try AuditLog(
      path: session.request.audit,
      mode: .existing,
      signer: auditSigner,
      clock: clock
    )
    let note = try log.storeCheckpoint()
    let (checkpoint, _) = try AuditCheckpoint.parse(
      Array(note.encoded.utf8),
      file: session.request.audit
    )
    let cited = Set(verdict.rules.flatMap(\.evidence)).union([event]).sorted()
    let proofs = try cited.map { seq in
      let proof = try log.proveInclusion(of: seq, size: checkpoint.size)
      guard case .inclusion(let index, let body) = proof.claim else {
        throw AuditFailure.diagnostic(code: 11, message: "proof", path: session.request.audit)
      }
      return VerdictStatement.Proof(index: index, body: body, path: proof.path)
    }
    let decided = try log.event(event)?.time ?? ""
    try log.close()
    return VerdictStatement(
      verdict: verdict,
      verdictIndex: event,
      decided: decided,
      policy: session.policy.canonicalForm.canonicalJSON,
      checkpoint: note.encoded,
      proofs: proofs,
      ignored: session.digest.papers
    )
  }

  private func sealed(_ statement: InTotoStatement) throws -> [UInt8] {
    try DSSEEnvelope(signing: statement.value.canonicalJSON, with: key).value.canonicalJSON
  }

  private func declarations(_ statement: VerdictStatement) -> ReleaseDeclarations {
    var times: [Int: String] = [:]
    var expiries: [Int: String] = [:]
    for figure in session.evidence.figures {
      guard let seconds = figure.seconds else { continue }
      times[figure.seq] = UTCTime.string(seconds)
    }
    for (rule, record) in zip(session.policy.rules, statement.verdict.rules) {
      for seq in record.evidence {
        guard let time = times[seq].flatMap(UTCTime.seconds) else { continue }
        let end = UTCTime.string(time + rule.maximumAgeDays * UTCTime.secondsPerDay)
        expiries[seq] = min(expiries[seq] ?? end, end)
      }
    }
    return ReleaseDeclarations(
      policy: session.policy,
      verdict: statement.verdict,
      decided: statement.decided,
      version: version,
      expiries: expiries,
      times: times,
      proofs: statement.proofs
    )
  }

  /// Signs every file of the folder, the papers too, as OpenSSF model signing has it.
  private func signFolder() throws {
    let folder = session.request.model
    let whole = try ModelDigest(of: folder, leavingOut: .nothing(but: [ReleaseFiles.signature]))
    let signature = ModelSignature(
      model: session.evidence.model,
      files: whole.files.map { .init(path: $0.path, sha256: $0.sha256) },
      ignored: [ReleaseFiles.signature] + ModelInventory.ignored.sorted()
    )
    let payload = signature.statement.value.canonicalJSON
    let bundle = SigstoreBundle(
      envelope: try DSSEEnvelope(signing: payload, with: key),
      keyHint: key.publicKey.fingerprint
    )
    try SafeFile.replace(path(ReleaseFiles.signature), bundle.value.canonicalJSON)
  }
}
