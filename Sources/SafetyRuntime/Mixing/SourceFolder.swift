import CorpusFiltering
import Diagnostics

/// What earlier runs left in the folders that a recipe names.
enum SourceFolder {
  /// Refuses what would bring removed or set-aside documents into a mixture, or half a corpus.
  ///
  /// - Throws: `mix/whole-results`, `mix/unfinished-source`.
  static func check(_ path: String) throws {
    if EarlierResults.exists("\(path)/kept"), isFilters(path) {
      throw whole(path, "the folder also holds what a run of the filter removed", "kept")
    }
    let mixture = MixtureFolder(path: path)
    if EarlierResults.exists("\(path)/\(MixtureRun.trainFolder)"), mixture.isMixture {
      let message = "the folder also holds what a mixture set aside"
      throw whole(path, message, MixtureRun.trainFolder)
    }
    try requireFinished(path)
  }

  private static func isFilters(_ path: String) -> Bool {
    EarlierResults.areUnfinished(in: path) || (try? RunFigures(in: path)) != nil
  }

  private static func whole(_ path: String, _ message: String, _ name: String) -> Diagnostic {
    Diagnostic("mix/whole-results", message, at: .init(file: path), hint: "name `\(name)` in it")
  }

  /// Looks beside `kept`, `train` and `holdout` in or above a path.
  private static func requireFinished(_ path: String) throws {
    guard var folder = RealPath.of(path) else { return }
    while let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
      let parent = String(folder[..<slash])
      let isUnfinished =
        switch folder[folder.index(after: slash)...] {
        case "kept": EarlierResults.areUnfinished(in: parent)
        case MixtureRun.trainFolder, MixtureRun.holdoutFolder:
          MixtureFolder(path: parent).isUnfinished
        default: false
        }
      guard !isUnfinished else {
        throw Diagnostic(
          "mix/unfinished-source",
          "the run that writes the source has not ended",
          at: .init(file: path),
          hint: "wait for its end, or finish it first"
        )
      }
      folder = parent
    }
  }
}
