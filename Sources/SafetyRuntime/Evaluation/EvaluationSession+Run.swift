import AuditLog
import CorpusFiltering
import Diagnostics
import SafetyCore
import SafetyEvaluation

/// Which run of the log a session is.
extension EvaluationSession {
  /// The name that a person gave, of each seed where there are several; else what decides the figures.
  private var name: String {
    guard let chosen = request.run else { return String(identity.hex.prefix(16)) }
    return request.seeds > 1 ? "\(chosen)-seed-\(request.seed)" : chosen
  }

  private var identity: Digest {
    let subjects = benchmarks.map { subject(of: $0).value }
    let names = benchmarks.map { CanonicalValue.string($0.description.id) }
    let identity: CanonicalValue = ["benchmarks": .array(names), "subjects": .array(subjects)]
    return Digest.sha256(identity.canonicalJSON)
  }

  /// Keeps a second process off the runs of this name: both would evaluate the same items.
  func lock() throws -> FileLock {
    try FileLock(
      "\(request.audit).\(name).lock",
      busy: Diagnostic(
        "evaluate/busy",
        "another process runs this evaluation",
        at: .init(file: request.audit),
        hint: "wait until it ends, or give this one a log of its own by --audit"
      )
    )
  }

  /// The run and what the log holds of it.
  func journal(in log: AuditLog) throws -> (String, EvaluationJournal) {
    let (run, journal) = try request.run == nil ? numberedRun(in: log) : namedRun(in: log)
    try checkProgram(of: run, journal)
    return (run, journal)
  }

  /// The same request again gets a number behind its name, or goes on with the last one where it resumes.
  private func numberedRun(in log: AuditLog) throws -> (String, EvaluationJournal) {
    var number = 1
    var last: (String, EvaluationJournal)?
    while true {
      let run = number == 1 ? name : "\(name)-\(number)"
      let journal = try EvaluationJournal(of: run, in: log)
      if journal.isEmpty {
        if request.resumes, let last { return last }
        return (run, journal)
      }
      last = (run, journal)
      number += 1
    }
  }

  /// A name is for one run: it is taken again only to go on with just what it began.
  private func namedRun(in log: AuditLog) throws -> (String, EvaluationJournal) {
    let run = name
    let journal = try EvaluationJournal(of: run, in: log)
    guard request.resumes || !journal.isTaken else {
      throw Diagnostic(
        "evaluate/run-exists",
        "the log holds a run `\(run)` already",
        at: .init(file: request.audit),
        hint: "go on with it by --resume, or give this one another name by --run"
      )
    }
    let subjects = benchmarks.map { ($0.description.id, subject(of: $0)) }
    let differs = journal.entries.values.contains { entry in
      !subjects.contains { $0.0 == entry.begin.benchmark && $0.1 == entry.begin.subject }
    }
    guard !differs, journal.isTaken == !journal.isEmpty else {
      throw Diagnostic(
        "evaluate/other-request",
        "the run `\(run)` asked something else: other benchmarks, model, data, policy or seed",
        at: .init(file: request.audit),
        hint: "repeat the request that began it, or give this one another name by --run"
      )
    }
    return (run, journal)
  }

  /// Another build may ask and score otherwise: its items and earlier ones make no figure together.
  private func checkProgram(of run: String, _ journal: EvaluationJournal) throws {
    let isOpen = benchmarks.contains { !journal.hasEnded($0.description.id) }
    let others = journal.entries.values.filter { $0.begin.programSHA256 != request.programSHA256 }
    guard isOpen, !others.isEmpty else { return }
    throw Diagnostic(
      "evaluate/other-build",
      "the run `\(run)` was begun by another build of gemma-safety",
      at: .init(file: request.audit),
      hint: "go on with the build that began it, or begin a run without --resume"
    )
  }
}
