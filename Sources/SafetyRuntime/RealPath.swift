import Glibc

/// Absolute paths without links, the same for two paths exactly when both lead to one place.
enum RealPath {
  /// Nil where there is nothing or it cannot be reached.
  static func of(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The same for a file that may still have to be made in a folder that is there.
  static func ofFile(_ path: String) -> String {
    if let path = of(path) { return path }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let parent = parts.dropLast().joined(separator: "/")
    let folder = parts.count == 1 ? "." : parent.isEmpty ? "/" : parent
    guard let folder = of(folder), let name = parts.last else { return path }
    return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
  }
}
