import CorpusFiltering
import Diagnostics
import SafetyCore

/// The run of the filter that a source of a mixture came from.
struct FilterOrigin: Sendable, Hashable {
  var source: String
  /// The run's name in its audit log.
  var run: String
  /// Of the run's `report.json`.
  var report: Digest

  /// Looks beside the folder `kept` in or above a path; nil where no report of the filter's stands.
  init?(of path: String, source: String) throws {
    guard var folder = RealPath.of(path) else { return nil }
    while let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
      let parent = String(folder[..<slash])
      if folder[slash...] == "/kept", let figures = try? RunFigures(in: parent) {
        self.source = source
        run = figures.run
        report = try InputFile.digest("\(parent)/\(RunFigures.reportName)").sha256
        return
      }
      folder = parent
    }
    return nil
  }

  var value: CanonicalValue {
    ["source": .string(source), "run": .string(run), "report_sha256": .string(report.hex)]
  }

  /// Refuses the whole folder of a filter's results, which holds the removed documents too.
  ///
  /// - Throws: `mix/whole-results`.
  static func refuseWholeResults(_ path: String) throws {
    let isWhole =
      EarlierResults.exists("\(path)/kept")
      && (EarlierResults.areUnfinished(in: path) || (try? RunFigures(in: path)) != nil)
    guard isWhole else { return }
    throw Diagnostic(
      "mix/whole-results",
      "the folder also holds what a run of the filter removed",
      at: .init(file: path),
      hint: "name `kept` in it"
    )
  }
}
