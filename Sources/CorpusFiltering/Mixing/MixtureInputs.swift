import Diagnostics

/// The shards of all sources of a mixture, read one after another.
package struct MixtureInputs: Sendable {
  /// In the order of the recipe; names begin with the source's.
  package private(set) var shards: [InputShard] = []
  /// For each shard the index of its source.
  package private(set) var sources: [Int] = []
  /// Inputs that discovery could not open.
  package private(set) var unreadable: [QuarantineEntry] = []
  package private(set) var ignored: [InputInventory.Ignored] = []
  /// Of the files before they were first read.
  private var stamps: [String: FileStatus.Stamp] = [:]

  package init() {}

  /// Takes what was found under the paths of the next source, under names that tell sources apart.
  package mutating func add(_ inventory: InputInventory, source: Int) {
    stamp(inventory.shards)
    shards += inventory.shards
    sources += inventory.shards.map { _ in source }
    unreadable += inventory.quarantined
    ignored += inventory.ignored
  }

  /// Remembers files as they are now, so that later changes are seen; the first time counts.
  package mutating func stamp(_ shards: [InputShard]) {
    for shard in shards where stamps[shard.path] == nil {
      stamps[shard.path] = FileStatus(path: shard.path)?.stamp
    }
  }

  /// - Throws: `mix/unstable-input` where a file is no longer the one that was remembered.
  func requireUnchanged() throws(Diagnostic) {
    for shard in shards where FileStatus(path: shard.path)?.stamp != stamps[shard.path] {
      throw Self.unstable(.init(file: shard.path), "the file changed while it was read")
    }
  }

  static func unstable(_ place: Diagnostic.Place, _ message: String) -> Diagnostic {
    Diagnostic(
      "mix/unstable-input",
      message,
      at: place,
      hint: "begin again when nothing writes to the inputs"
    )
  }
}
