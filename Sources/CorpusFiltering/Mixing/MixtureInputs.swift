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

  package init() {}

  /// Takes what was found under the paths of the next source, under names that tell sources apart.
  package mutating func add(_ inventory: InputInventory, source: Int) {
    let first = shards.count
    shards += inventory.shards
    for index in first..<shards.count { shards[index].rememberFile() }
    sources += inventory.shards.map { _ in source }
    unreadable += inventory.quarantined
    ignored += inventory.ignored
  }

  /// - Throws: `mix/unstable-input` where a file is no longer the one that was remembered.
  func requireUnchanged() throws(Diagnostic) {
    for shard in shards { try shard.requireUnchanged(code: Self.unstableCode, hint: Self.hint) }
  }

  static func unstable(_ place: Diagnostic.Place, _ message: String) -> Diagnostic {
    Diagnostic(unstableCode, message, at: place, hint: hint)
  }

  private static let unstableCode: Diagnostic.Code = "mix/unstable-input"
  private static let hint = "begin again when nothing writes to the inputs"
}
