import Diagnostics
import Glibc
import SafetyCore
import SafetyDetectors

/// The lists of the detector `url-blocklist`: files, or folders in the layout of UT1.
enum BlocklistFiles {
  /// The names that UT1 gives to a category's lists.
  private static let names = ["domains", "urls"]
  /// The largest list of UT1 has a tenth of it.
  private static let maximumBytes = 1 << 30

  /// Reads a list for every entry of the setting, in its order.
  static func read(for settings: DetectorSettings) throws -> [URLBlocklist] {
    try files(for: settings).map { files in
      let lists = try files.map { file in
        try URLBlocklist(parsing: InputFile.bytes(file, maximum: maximumBytes), file: file)
      }
      return URLBlocklist(merging: lists)
    }
  }

  /// The files of every entry: itself, or the `domains` and `urls` of a folder.
  static func files(for settings: DetectorSettings) throws -> [[String]] {
    try (settings.strings("lists") ?? []).map { path in
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return [path] }
      let candidates: [String] = names.map { "\(path)/\($0)" }
      let files = candidates.filter { access($0, F_OK) == 0 }
      guard !files.isEmpty else {
        throw Diagnostic(
          "blocklist/empty-folder",
          "the folder holds neither `domains` nor `urls`",
          at: .init(file: path),
          hint: "name the folder of one category, such as blacklists/adult"
        )
      }
      return files
    }
  }
}
