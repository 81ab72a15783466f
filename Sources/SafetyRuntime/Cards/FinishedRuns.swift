import AuditLog
import Diagnostics
import ModelCards
import SafetyCore

/// The finished runs of a log that a card may be of.
struct FinishedRuns {
  /// The places of a run's first and last event.
  struct Run {
    let run: String
    let begin: Int
    let end: Int
    /// The filter runs that it came from; nil for one that is itself a filter run.
    let origins: Set<String>?

    var isMixture: Bool { origins != nil }
  }

  private let path: String
  private var runs: [Run] = []

  init(_ log: AuditLog) throws {
    path = log.path
    var ends: [String: Int] = [:]
    try log.events(of: nil, kind: RunEnd.kind) { ends[$0.run] = $0.seq }
    try log.events(of: nil, kind: RunBegin.kind) { event in
      let begin: RunBegin = try event.decode()
      let isMixture = begin.command == MixtureEvidence.command
      guard let end = ends[event.run], isMixture || begin.command == "filter" else { return }
      let origins = isMixture ? Set(MixtureEvidence.origins(of: begin).map(\.run)) : nil
      runs.append(Run(run: event.run, begin: event.seq, end: end, origins: origins))
    }
  }

  /// Those that were asked for, or else all filter runs, or of a dataset the last run; with a mixture
  /// the filter runs that it came from, as far as they are in the log.
  ///
  /// - Throws: `card/no-such-run`; `card/several-mixtures`.
  func chosen(_ wanted: [String], _ kind: CardSettings.Kind) throws -> [Run] {
    let allowed = kind == .dataset ? runs : runs.filter { !$0.isMixture }
    let names = allowed.map(\.run)
    for run in wanted where !names.contains(run) { throw unknown(run, names, kind) }
    guard !wanted.isEmpty || kind == .dataset else { return allowed }
    let chosen = wanted.isEmpty ? allowed.suffix(1) : allowed.filter { wanted.contains($0.run) }
    let mixtures = chosen.filter(\.isMixture)
    guard mixtures.count < 2 else { throw several(mixtures) }
    let origins = mixtures.first?.origins ?? []
    let others = allowed.filter { !$0.isMixture && !wanted.contains($0.run) }
    return chosen + others.filter { origins.contains($0.run) }
  }

  private func unknown(_ run: String, _ names: [String], _ kind: CardSettings.Kind) -> Diagnostic {
    let isMixture = kind == .model && runs.contains { $0.run == run && $0.isMixture }
    return Diagnostic(
      "card/no-such-run",
      "the log has no finished filter run\(kind == .dataset ? " or mixture" : "") `\(run)`",
      at: .init(file: path),
      hint: isMixture
        ? "it is a mixture: `--kind dataset` makes its card"
        : nearest(to: run, among: names).map { "did you mean `\($0)`?" }
          ?? "`gemma-safety audit list` names the runs"
    )
  }

  private func several(_ mixtures: [Run]) -> Diagnostic {
    Diagnostic(
      "card/several-mixtures",
      "a card is of one mixture, and these are \(mixtures.count): "
        + mixtures.map { "`\($0.run)`" }.joined(separator: ", "),
      at: .init(file: path),
      hint: "name one of them by --run"
    )
  }
}
