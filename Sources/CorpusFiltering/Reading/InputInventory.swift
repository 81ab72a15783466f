import Diagnostics

/// What was found under the paths of a command: shards in order, and what did not become one.
package struct InputInventory: Sendable, Hashable {
  /// A file or folder that was left out on purpose.
  package struct Ignored: Sendable, Hashable {
    /// Why nothing was read.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
      case unknownFormat = "unknown-format"
      case excluded
      case hidden
      case outputFolder = "output-folder"
    }

    package var path: String
    package var reason: Reason

    package init(path: String, reason: Reason) {
      self.path = path
      self.reason = reason
    }
  }

  /// In ascending order of the names' bytes.
  package var shards: [InputShard] = []
  /// Symlink loops, broken links, unreadable folders and files, names that are not UTF-8.
  package var quarantined: [QuarantineEntry] = []
  package var ignored: [Ignored] = []

  package init() {}

  /// Makes sure that there is something to read.
  ///
  /// - Throws: `input/nothing-to-read` where nothing became a shard or went to quarantine.
  package func requireInput() throws(Diagnostic) {
    guard shards.isEmpty, quarantined.isEmpty else { return }
    let left = IgnoredInputs(ignored)
    let isUnknown = left.groups.contains { $0.reason == .unknownFormat }
    throw Diagnostic(
      "input/nothing-to-read",
      "no file under the paths is read",
      hint: left.groups.isEmpty
        ? "the folders hold no files"
        : "left out: \(left.phrase())"
          + (isUnknown ? "; name the format, such as `--format jsonl`" : "")
    )
  }
}
