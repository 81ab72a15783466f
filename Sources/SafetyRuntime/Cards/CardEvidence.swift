import AuditLog
import Diagnostics
import ModelCards
import SafetyCore

/// Brings what a card needs into the log and takes its evidence out of it.
struct CardEvidence {
  let request: CardRequest
  let settings: CardSettings
  let sections: [HumanSection]

  /// The bundle of the card, and what it holds.
  ///
  /// - Throws: What the log and the models throw; `card/no-such-run`.
  func read(
    clock: @escaping @Sendable () -> String
  ) throws -> (bundle: EvidenceBundle, source: CardSource) {
    if let file = request.evidence {
      let bytes = try SafeFile.read(
        file,
        limit: EvidenceBundle.maximumBytes,
        code: CardFolder.unreadable
      ).bytes
      var bundle = try EvidenceBundle(parsing: bytes, file: file)
      let report = try bundle.verify(keys: [])
      guard report.outcome != .tampered else {
        throw Diagnostic(
          "card/broken-evidence",
          report.problem ?? "the proofs do not hold",
          at: .init(file: file)
        )
      }
      let manifest = bundle.cardManifest
      bundle.about = CardSource.about(settings, sections.map(\.review))
      bundle.cardManifest = manifest
      return (bundle, try CardSource(bundle, file: file))
    }
    return try fromLog(clock: clock)
  }

  private func fromLog(
    clock: @escaping @Sendable () -> String
  ) throws -> (bundle: EvidenceBundle, source: CardSource) {
    let writes =
      !request.isDryRun
      && (request.signer != nil || !request.models.isEmpty || request.report != nil)
    let log = try AuditLog(
      path: request.audit,
      mode: writes ? .existing : .readOnly,
      signer: request.isDryRun ? nil : request.signer,
      clock: clock
    )
    if writes {
      try record(in: log)
      if request.signer != nil { _ = try log.storeCheckpoint() }
    }
    let choice = try CardChoice(log, settings: settings, runs: request.runs)
    var bundle = try log.evidence(kinds: CardSource.kinds) { choice.events.contains($0.seq) }
    try log.close()
    bundle.about = CardSource.about(settings, sections.map(\.review))
    return (bundle, try CardSource(bundle, read: choice.figures, file: request.audit))
  }

  /// Appends what is not in the log yet; a second time nothing is appended.
  private func record(in log: AuditLog) throws {
    try recordTallies(in: log)
    var records = try request.models.map { try ModelRecording.record(of: $0) }
    try log.events(of: nil, kind: ModelRecord.kind) { event in
      let known: ModelRecord = try event.decode()
      records.removeAll { $0 == known }
    }
    if !records.isEmpty {
      try log.append(records.map(\.record), run: AuditLog.ownRun, state: nil)
    }
    guard let report = request.report else { return }
    var bias = try BiasReport.records(report, log)
    try log.events(of: nil, kind: BiasRecord.kind) { event in
      let known: BiasRecord = try event.decode()
      bias.removeAll { $0 == known }
    }
    if let run = bias.first?.run { try log.append(bias.map(\.record), run: run, state: nil) }
  }
}

extension CardEvidence {
  /// Adds the guard's decisions up where some came since they were added up last.
  private func recordTallies(in log: AuditLog) throws {
    var known: [GuardTallyKey: [GuardTally.Count]] = [:]
    try log.events(of: nil, kind: GuardTally.kind) { event in
      let tally: GuardTally = try event.decode()
      known[GuardTallyKey(tally)] = tally.counts
    }
    let tallies = try log.guardTallies().filter { known[GuardTallyKey($0)] != $0.counts }
    if !tallies.isEmpty {
      try log.append(tallies.map(\.record), run: AuditLog.ownRun, state: nil)
    }
  }
}
