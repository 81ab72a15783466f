import CorpusFiltering
import SafetyCore

/// A mixture that a process before this one made, by its report.
package struct FinishedMixture: Sendable {
  /// The run's name in the audit log.
  package let run: String
  /// The whole report, as `--json` prints it.
  package let report: CanonicalValue

  /// - Returns: Nil where the file is no report of a mixture.
  init?(report path: String) {
    guard let report = MixtureReport.read(path), case .string(let run)? = report.members?["run"]
    else { return nil }
    (self.run, self.report) = (run, report)
  }

  /// Lines and files that could not be read.
  package var quarantined: Int {
    (report.members?["quarantined"]?.members ?? [:]).values.reduce(0) { sum, count in
      guard case .integer(let count) = count else { return sum }
      return sum + count
    }
  }

  /// The first file of the report that does not lie in the folder with the size it had, by its name there;
  /// nil where all do.
  func changedFile(in folder: String) -> String? {
    guard case .array(let files)? = report.members?["files"] else { return "report.json" }
    for file in files {
      guard case .string(let name)? = file.members?["name"] else { return "report.json" }
      let size = FileStatus(path: "\(folder)/\(name)").map { CanonicalValue.integer($0.size) }
      guard size != nil, size == file.members?["size"] else { return name }
    }
    return nil
  }

  /// Whether a run of this identity has the run's name, but for a suffix.
  func isRun(of identity: Digest) -> Bool { run.hasPrefix(RunFigures.name(of: identity)) }
}
