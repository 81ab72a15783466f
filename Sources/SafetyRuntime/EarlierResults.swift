import CorpusFiltering
import Diagnostics
import Glibc

/// The results of earlier runs in a folder.
///
/// Every file or folder of these names belongs to the filter; the audit log and the lock are not
/// among them and stay, whatever happens.
enum EarlierResults {
  /// What runs lock while they write to a folder.
  static let lockName = ".gemma-safety-lock"
  private static let results = [
    FilterRun.signaturesName,
    "kept", "removed", "attributes", "quarantine", RunFigures.reportName, "report.html",
    FilterRun.measurementsName, FilterRun.measurementsName + ".partial", RunMarker.fileName,
    FilterRun.fingerprintsName, ContaminationTally.fileName,
  ]
  private static var names: [String] { results + [SpooledInput.fileName] }

  /// Whether a run has ended in the folder.
  static func areComplete(in folder: String) -> Bool {
    exists("\(folder)/\(RunFigures.reportName)") && !areUnfinished(in: folder)
  }

  /// Whether a run has begun in the folder and not ended.
  static func areUnfinished(in folder: String) -> Bool {
    exists("\(folder)/\(RunMarker.fileName)")
  }

  /// Makes sure that a run mixes its results with no others and replaces only a run's.
  ///
  /// - Parameters:
  ///   - folder: Where the run will write.
  ///   - overwrites: Whether an earlier run's results may go.
  ///   - resumes: Whether unfinished files may be begun anew.
  /// - Throws: `output/exists` or `output/unfinished` unless they may go; `output/foreign` where
  ///   no run made them.
  static func check(in folder: String, overwrites: Bool, resumes: Bool) throws {
    let found = results.map { "\(folder)/\($0)" }.first { path in
      resumes ? holdsFinished(path) : exists(path)
    }
    guard let found else { return }
    let isUnfinished = areUnfinished(in: folder)
    if !isUnfinished { try checkReport(in: folder, of: found) }
    guard !overwrites else { return }
    throw Diagnostic(
      isUnfinished ? "output/unfinished" : "output/exists",
      isUnfinished ? "an earlier run is unfinished" : "the results of an earlier run are there",
      at: .init(file: isUnfinished ? "\(folder)/\(RunMarker.fileName)" : found),
      hint: isUnfinished
        ? "pass --resume to go on, or --overwrite to start over"
        : "choose another folder with -o, or pass --overwrite"
    )
  }

  /// Removes earlier results as a run begins, whose marker is there already.
  ///
  /// - Parameters:
  ///   - folder: Where the run writes.
  ///   - spool: The run's own copy of standard input, which stays.
  /// - Throws: `output/cannot-remove`.
  static func remove(in folder: String, keeping spool: String?) throws {
    for name in names where name != RunMarker.fileName {
      let path = "\(folder)/\(name)"
      if path != spool, exists(path) { try remove(path) }
    }
  }

  /// Where the results in a folder are, without links.
  static func realPaths(in folder: String) -> [String] {
    names.compactMap { RealPath.of("\(folder)/\($0)") }
  }

  /// Refuses results beside which no report of the filter's stands.
  private static func checkReport(in folder: String, of found: String) throws {
    let report = "\(folder)/\(RunFigures.reportName)"
    var place = found
    if exists(report) {
      do {
        _ = try RunFigures(in: folder)
        return
      } catch {
        place = report
      }
    }
    throw Diagnostic(
      "output/foreign",
      "the folder holds what no finished run of the filter left there",
      at: .init(file: place),
      hint: "choose another folder with -o; --overwrite removes the results of runs alone"
    )
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether there is a file that a run would not begin anew; links are not followed.
  private static func holdsFinished(_ path: String) -> Bool {
    guard exists(path) else { return false }
    guard FileStatus(path: path, followsLinks: false)?.kind == .folder else {
      return !path.hasSuffix(".partial")
    }
    guard let names = FolderNames.read(path) else { return true }
    return names.contains { holdsFinished("\(path)/\($0)") }
  }

  /// Removes a file or a folder with what is in it; links are not followed.
  static func remove(_ path: String) throws {
    if unlink(path) == 0 || errno == ENOENT { return }
    guard let names = FolderNames.read(path) else { throw failure(path) }
    for name in names { try remove("\(path)/\(name)") }
    guard rmdir(path) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> Diagnostic {
    Diagnostic(
      "output/cannot-remove",
      "cannot remove earlier results: \(String(cString: strerror(errno)).lowercased())",
      at: .init(file: path)
    )
  }
}
