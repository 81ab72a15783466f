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

  /// The shard's own name with the extension of the compression; WARC gets `.jsonl` before it.
  package var kept: String {
    if compression == OutputCompression(fileName: shard.name), shard.format != .warc {
      return shard.name
    }
    let plain = InputCompression.strippedName(shard.name)
    return plain + (shard.format == .warc ? ".jsonl" : "") + compression.fileExtension
  }

  /// As `kept`, but always JSON lines: for `removed/` and `attributes/`.
  package var lines: String {
    guard shard.format != .jsonl else { return kept }
    return InputCompression.strippedName(shard.name) + ".jsonl" + compression.fileExtension
  }

  /// - Throws: `input/same-name` for each two shards that would be written to one file.
  package static func check(
    _ shards: [InputShard],
    compression: OutputCompression?
  ) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    var owners: [String: String] = [:]
    for shard in shards {
      let name = OutputName(of: shard, compression: compression)
      for output in Set(["kept/\(name.kept)", "removed/\(name.lines)"]).sorted() {
        if let owner = owners.updateValue(shard.path, forKey: output) {
          problems.append(
            Diagnostic(
              "input/same-name",
              "two inputs would be written to `\(output)`: \(owner) and this",
              at: .init(file: shard.path),
              hint: "rename one of them or leave one out"
            )
          )
          break
        }
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }
}
