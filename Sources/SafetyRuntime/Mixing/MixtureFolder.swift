import CorpusFiltering
import Diagnostics

/// The results of mixtures in a folder; the audit log and the lock are not among them and stay.
struct MixtureFolder {
  private static let reportName = "report.json"
  /// The report first, which goes before what it speaks of.
  private static let names = [
    reportName, MixtureRun.trainFolder, MixtureRun.holdoutFolder, MixtureRun.quarantineName,
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
  var isMixture: Bool { isUnfinished || finished != nil }

  /// The mixture whose report is there.
  var finished: FinishedMixture? { FinishedMixture(report: report) }

  /// The one whose files are all there and whose report has no name yet.
  var prepared: FinishedMixture? {
    isUnfinished ? FinishedMixture(report: "\(report).partial") : nil
  }

  private var report: String { "\(path)/\(Self.reportName)" }

  /// Makes sure that a mixture replaces only a mixture, and that only where it may.
  ///
  /// - Parameters:
  ///   - overwrites: Whether an earlier mixture may go.
  ///   - resumes: Whether one that is there is looked at later.
  /// - Throws: `output/foreign`, `output/exists`, `output/unfinished`.
  func check(overwrites: Bool, resumes: Bool) throws {
    let found = Self.names.map { "\(path)/\($0)" }.first(where: EarlierResults.exists)
    guard !EarlierResults.areUnfinished(in: path), found == nil || isMixture else {
      throw Diagnostic(
        "output/foreign",
        "the folder holds what no mixture left there",
        at: .init(file: found ?? path),
        hint: "choose another folder with -o; --overwrite removes mixtures alone"
      )
    }
    guard found != nil || isUnfinished, !overwrites, !resumes else { return }
    throw Diagnostic(
      isUnfinished ? "output/unfinished" : "output/exists",
      isUnfinished ? "an earlier mixture is unfinished" : "an earlier mixture is there",
      at: .init(file: isUnfinished ? work : found ?? path),
      hint: isUnfinished
        ? "pass --resume to finish it, or --overwrite to replace it"
        : "choose another folder with -o, or pass --overwrite"
    )
  }

  /// Removes an earlier mixture.
  ///
  /// - Throws: `output/cannot-remove`.
  func removeResults() throws {
    for name in ["\(Self.reportName).partial"] + Self.names {
      try EarlierResults.remove("\(path)/\(name)")
    }
  }

  /// Makes an empty folder for what only a mixture under way needs.
  func makeWork() throws {
    try OutputFolder.make(work)
    for name in FolderNames.read(work) ?? [] { try EarlierResults.remove("\(work)/\(name)") }
  }

  /// Writes the report, which gets its name by `publishReport` alone.
  func prepare(_ report: [UInt8]) throws {
    let file = try PartialFile(folder: path, name: Self.reportName, start: .replacing)
    try file.append(report)
    try file.flush()
    try OutputFolder.flush(folderOf: file.path)
  }

  /// Gives the prepared report its name: the last of the results.
  func publishReport() throws {
    try PartialFile(folder: path, name: Self.reportName, start: .resuming).publish()
  }

  /// Takes away what only a mixture under way needs.
  func removeWork() throws { try EarlierResults.remove(work) }
}
