import AuditLog
import SafetyCore

/// A finished mixture as a card quotes it: its beginning, its end, its sources and its files.
package struct MixtureEvidence: Sendable, Hashable {
  /// A filter run among whose results a source lay.
  package struct Origin: Sendable, Hashable {
    package var source: String
    package var run: String
    /// SHA-256 of the run's report, in hexadecimal.
    package var report: String
  }

  /// The command whose runs are mixtures.
  package static let command = "mix"

  package var begin: Evidence<RunBegin>
  package var end: Evidence<RunEnd>
  /// In the order of the recipe.
  package var sources: [Evidence<MixtureShare>]
  package var files: [Evidence<MixtureArtifact>]

  package var run: String { begin.body.run }
  package var totals: ShardCounts { end.body.totals }
  /// What amounts count: `documents`, `bytes` or `tokens`.
  package var unit: String { sources.first?.body.unit ?? "documents" }
  /// The filter runs that sources came from, as the mixture's beginning names them.
  package var origins: [Origin] { Self.origins(of: begin.body) }

  /// A figure of all sources together.
  package func sum(_ figure: KeyPath<MixtureShare, Int>) -> Int {
    sources.reduce(0) { $0 &+ $1.body[keyPath: figure] }
  }

  /// Sources of which no filter run is known.
  package var unfiltered: [String] {
    let filtered = Set(origins.map(\.source))
    return sources.map(\.body.source).filter { !filtered.contains($0) }
  }

  /// Reads `options.filter_runs` of a beginning; an entry of another shape is none.
  package static func origins(of begin: RunBegin) -> [Origin] {
    guard case .array(let entries)? = begin.options["filter_runs"] else { return [] }
    return entries.compactMap { entry in
      guard case .string(let source)? = entry.members?["source"],
        case .string(let run)? = entry.members?["run"],
        case .string(let report)? = entry.members?["report_sha256"]
      else { return nil }
      return Origin(source: source, run: run, report: report)
    }
  }
}
