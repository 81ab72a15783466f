import CorpusFiltering
import Diagnostics
import Glibc

/// The results of earlier runs in a folder.
enum EarlierResults {
  private static let folders = ["kept", "removed", "attributes", "quarantine"]
  private static let files = [
    "report.json", "report.html", "measurements.bin", "measurements.bin.partial",
    RunMarker.fileName, FilterRun.fingerprintsName, SpooledInput.fileName,
  ]

  /// Whether a run has ended in the folder.
  static func areComplete(in folder: String) -> Bool { exists("\(folder)/report.json") }

  /// Makes sure that results do not mix with others; the audit log stays, whatever happens.
  ///
  /// - Throws: `output/exists` or `output/unfinished` unless they may be overwritten.
  static func clear(in folder: String, overwrites: Bool) throws {
    let found = (folders + files).filter { exists("\(folder)/\($0)") }
    guard let first = found.first else { return }
    guard overwrites else {
      let isUnfinished = found.contains(RunMarker.fileName)
      throw Diagnostic(
        isUnfinished ? "output/unfinished" : "output/exists",
        isUnfinished ? "an earlier run is unfinished" : "the results of an earlier run are there",
        at: .init(file: "\(folder)/\(isUnfinished ? RunMarker.fileName : first)"),
        hint: isUnfinished
          ? "pass --resume to go on, or --overwrite to start over"
          : "choose another folder with -o, or pass --overwrite"
      )
    }
    for name in found { try remove("\(folder)/\(name)") }
  }

  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Removes a file or a folder with what is in it; links are not followed.
  private static func remove(_ path: String) throws {
    if unlink(path) == 0 || errno == ENOENT { return }
    guard let names = FolderNames.read(path) else { throw failure(path) }
    for name in names { try remove("\(path)/\(name)") }
    guard rmdir(path) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> Diagnostic {
    Diagnostic(
      "output/cannot-remove",
      "cannot remove earlier results: \(String(cString: strerror(errno)))",
      at: .init(file: path)
    )
  }
}
