import Compression
import Diagnostics

/// The names under which a shard's outputs are written, relative to `kept/`, `removed/` and so on.
package struct OutputName: Sendable, Hashable {
  private let shard: InputShard
  /// What the outputs are packed with.
  package let compression: OutputCompression

  /// Takes the compression that the input's name promises where none is given.
  package init(of shard: InputShard, compression: OutputCompression? = nil) {
    self.shard = shard
    self.compression = compression ?? OutputCompression(fileName: shard.name)
  }

  /// The shard's own name with the extension of the compression; WARC and Parquet get `.jsonl` before it.
  package var kept: String {
    if compression == OutputCompression(fileName: shard.name), !shard.format.becomesLines {
      return shard.name
    }
    let plain = InputCompression.strippedName(shard.name)
    return plain + (shard.format.becomesLines ? ".jsonl" : "") + compression.fileExtension
  }

  /// As `kept`, but always JSON lines: for `removed/` and `attributes/`.
  package var lines: String {
    guard shard.format != .jsonl else { return kept }
    return InputCompression.strippedName(shard.name) + ".jsonl" + compression.fileExtension
  }

  /// The list of inputs that could not be opened, in `quarantine/`.
  static let unreadableList = "unreadable.jsonl"

  /// Makes sure that no two shards write to one file, and none where another needs a folder.
  ///
  /// - Throws: `input/same-name` and `input/reserved-name` for each shard that would.
  package static func check(
    _ shards: [InputShard],
    compression: OutputCompression?
  ) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    var owners: [String: String] = [:]
    for shard in shards {
      for output in OutputName(of: shard, compression: compression).outputs {
        if let owner = owners.updateValue(shard.path, forKey: output) {
          problems.append(clash(of: shard, with: owner, over: output))
          break
        }
      }
    }
    for shard in shards {
      for output in OutputName(of: shard, compression: compression).outputs {
        let needed = needed(for: output)
        guard let taken = needed.first(where: { $0 == list || owners[$0] != nil }) else { continue }
        problems.append(clash(of: shard, with: taken == list ? nil : owners[taken], over: taken))
        break
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  /// Below the folder of the results; `attributes/` has the names of `removed/`.
  private var outputs: [String] {
    ["kept/\(kept)", "removed/\(lines)", "quarantine/\(shard.name).jsonl"]
  }

  /// Every name that a file of the shard may have below the folder of the results.
  package var files: [String] { outputs + ["attributes/\(lines)"] }

  /// The list of inputs that could not be opened, below the folder of the results.
  package static let list = "quarantine/\(unreadableList)"

  /// What no other file may be: the folders of an output, and the one that it would be unfinished.
  private static func needed(for output: String) -> [String] {
    let slashes = output.utf8.indices.filter { output.utf8[$0] == UInt8(ascii: "/") }
    let folders = slashes.map { String(output[..<$0]) }
    let unfinished = output.hasSuffix(".partial") ? [String(output.dropLast(8))] : []
    return folders + unfinished + (output == list ? [list] : [])
  }

  private static func clash(
    of shard: InputShard,
    with owner: String?,
    over output: String
  ) -> Diagnostic {
    guard let owner else {
      return Diagnostic(
        "input/reserved-name",
        "the input would be written to `\(output)`, the list of inputs that cannot be opened",
        at: .init(file: shard.path),
        hint: "rename it or leave it out"
      )
    }
    return Diagnostic(
      "input/same-name",
      "two inputs would be written to `\(output)`: \(owner) and this",
      at: .init(file: shard.path),
      hint: "rename one of them or leave one out"
    )
  }
}
