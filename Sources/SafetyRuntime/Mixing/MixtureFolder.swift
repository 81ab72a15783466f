import CorpusFiltering
import Diagnostics

/// The results of mixtures in a folder; the audit log and the lock are not among them and stay.
struct MixtureFolder {
  private static let reportName = "report.json"
  private static let names = [
    MixtureRun.trainFolder, MixtureRun.holdoutFolder, MixtureRun.quarantineName, reportName,
  ]

  let path: String

  /// While it is there, what stands beside it is no finished mixture.
  var work: String { "\(path)/\(MixtureRun.workName)" }

  /// Where the results are, without links.
  var realPaths: [String] {
    (Self.names + [MixtureRun.workName]).compactMap { RealPath.of("\(path)/\($0)") }
  }

  /// Whether a mixture has begun in the folder and not ended.
  var isUnfinished: Bool { EarlierResults.exists(work) }

  /// Whether one has ended there, or not yet.
  var isMixture: Bool { isUnfinished || MixtureReport.isThere("\(path)/\(Self.reportName)") }

  /// Makes sure that a mixture replaces only a mixture, and that only where it may.
  ///
  /// - Throws: `output/foreign`, `output/exists`, `output/unfinished`.
  func check(overwrites: Bool) throws {
    let found = Self.names.map { "\(path)/\($0)" }.first(where: EarlierResults.exists)
    guard !EarlierResults.areUnfinished(in: path), found == nil || isMixture else {
      throw Diagnostic(
        "output/foreign",
        "the folder holds what no mixture left there",
        at: .init(file: found ?? path),
        hint: "choose another folder with -o; --overwrite removes mixtures alone"
      )
    }
    guard found != nil || isUnfinished, !overwrites else { return }
    throw Diagnostic(
      isUnfinished ? "output/unfinished" : "output/exists",
      isUnfinished ? "an earlier mixture is unfinished" : "an earlier mixture is there",
      at: .init(file: isUnfinished ? work : found ?? path),
      hint: isUnfinished
        ? "pass --overwrite to start over; the same recipe and inputs give the same files"
        : "choose another folder with -o, or pass --overwrite"
    )
  }

  /// Removes an earlier mixture.
  ///
  /// - Throws: `output/cannot-remove`.
  func removeResults() throws {
    for name in Self.names { try EarlierResults.remove("\(path)/\(name)") }
  }

  /// Writes the report, the last of the results.
  func write(_ report: [UInt8]) throws {
    let file = try PartialFile(folder: path, name: Self.reportName, start: .replacing)
    try file.append(report)
    try file.publish()
  }

  /// Takes away what only a mixture under way needs.
  func removeWork() throws { try EarlierResults.remove(work) }
}
