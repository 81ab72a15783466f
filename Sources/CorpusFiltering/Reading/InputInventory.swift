/// What was found under the paths of a command: shards in order, and what did not become one.
package struct InputInventory: Sendable, Hashable {
  /// A file or folder that was left out on purpose.
  package struct Ignored: Sendable, Hashable {
    /// Why nothing was read.
    package enum Reason: String, Sendable, Hashable {
      case hidden
      case excluded
      case unknownFormat = "unknown-format"
      case outputFolder = "output-folder"
    }

    package var path: String
    package var reason: Reason
  }

  /// In ascending order of the names' bytes.
  package var shards: [InputShard] = []
  /// Symlink loops, broken links, unreadable folders and files, names that are not UTF-8.
  package var quarantined: [QuarantineEntry] = []
  package var ignored: [Ignored] = []
}
