import Diagnostics
import Glibc

extension SettingsFile {
  /// Finds and reads the file that holds here.
  ///
  /// It is the one that `GEMMA_SAFETY_CONFIG` names; else the nearest of the working directory and its
  /// parents, up to the root of a git repository or the home folder. Where neither stands above, the
  /// working directory's alone is looked for: what others leave in `/tmp` holds for nobody.
  ///
  /// - Parameter environment: The value of a variable.
  /// - Returns: Nil where there is none.
  /// - Throws: What reading and parsing throw; a file that is there and cannot be read is no file that is
  ///   not there.
  static func find(
    environment: (String) -> String? = Settings.variable
  ) throws -> SettingsFile? {
    let home = environment("HOME").flatMap { $0.isEmpty ? nil : $0 }
    if let named = environment(variable) {
      return named.isEmpty ? nil : try read(named, home: home)
    }
    let folders = folders(
      from: RealPath.of(".") ?? "/",
      home: home.flatMap(RealPath.of),
      hasRepository: { access($0 + "/.git", F_OK) == 0 }
    )
    guard let path = folders.map({ $0 + name }).first(where: isThere) else { return nil }
    try checkKind(of: path)
    return try read(path, home: home)
  }

  /// The folders that are looked into, nearest first, seen from the working directory.
  ///
  /// - Parameters:
  ///   - folder: The working directory, absolute and without links.
  ///   - home: The home folder, in the same form.
  ///   - hasRepository: Whether a folder is the root of a git repository.
  /// - Returns: `""`, `"../"`, `"../../"` and so on.
  package static func folders(
    from folder: String,
    home: String?,
    hasRepository: (String) -> Bool
  ) -> [String] {
    var found = [""]
    var parts = folder.split(separator: "/")
    while !parts.isEmpty {
      let path = "/" + parts.joined(separator: "/")
      if path == home || hasRepository(path) { return found }
      found.append((found.last ?? "") + "../")
      parts.removeLast()
    }
    return [""]
  }

  private static func read(_ path: String, home: String?) throws -> SettingsFile {
    try SettingsFile(
      parsing: try InputFile.text(path, maximum: maximumBytes),
      path: path,
      home: home
    )
  }

  /// Refuses what would be waited for, such as a named pipe that others left in a folder.
  private static func checkKind(of path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    guard [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
      let message = "is neither a file nor a link to one"
      throw Diagnostic("config/no-file", message, at: .init(file: path))
    }
  }

  /// Whether something bears the name, were it a link to nowhere.
  private static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 || errno != ENOENT
  }
}
