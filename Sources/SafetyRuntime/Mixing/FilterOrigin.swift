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
}
