import Compression
import Diagnostics
import Glibc

/// The files of one shard: `kept/`, `removed/`, `attributes/` and `quarantine/`.
///
/// A file is made with its first byte, and none appears under its name before it is published.
final class ShardOutputs {
  /// The folders of results, in the order of lengths in a run's state.
  enum Kind: Int, CaseIterable {
    case kept
    case removed
    case attributes
    case quarantine

    var folder: String {
      switch self {
      case .kept: "kept"
      case .removed: "removed"
      case .attributes: "attributes"
      case .quarantine: "quarantine"
      }
    }
  }

  private let folder: String
  private let shard: InputShard
  private let name: OutputName
  private let start: PartialFile.Start
  private var files = [PartialFile?](repeating: nil, count: Kind.allCases.count)

  /// Opens a shard; `lengths` by kind are where an earlier process secured it, and what is longer is
  /// cut back.
  init(
    _ shard: InputShard,
    in folder: String,
    compression: OutputCompression?,
    start: PartialFile.Start,
    lengths: [Int]? = nil
  ) throws {
    self.folder = folder
    self.shard = shard
    self.start = start
    name = OutputName(of: shard, compression: compression)
    if let lengths {
      try reopen(at: lengths)
    } else if shard.format != .text {
      // A shard of many documents has a kept file even where nothing is left of it.
      _ = try file(.kept)
    }
  }

  /// Bytes by kind, zero where there is no file.
  var lengths: [Int] { files.map { $0?.length ?? 0 } }

  /// Writes a batch at the ends of the files.
  func append(_ batch: BatchOutput) throws {
    try append(batch.kept, to: .kept)
    try append(batch.removed, to: .removed)
    try append(batch.attributes, to: .attributes)
    try append(batch.quarantine, to: .quarantine)
  }

  /// Returns when all bytes are on the disk.
  func flush() throws {
    for file in files { try file?.flush() }
  }

  /// The files, ready to be given their names.
  func complete() throws -> [PartialFile] {
    let files = files.compactMap { $0 }
    for file in files where file.length == 0 {
      try file.append(BatchCompressor(name.compression).emptyFile())
    }
    return files
  }

  private func append(_ bytes: [UInt8], to kind: Kind) throws {
    guard !bytes.isEmpty else { return }
    try file(kind).append(bytes)
  }

  private func file(_ kind: Kind) throws -> PartialFile {
    if let file = files[kind.rawValue] { return file }
    let file = try PartialFile(
      folder: "\(folder)/\(kind.folder)",
      name: fileName(kind),
      start: start == .resuming ? .replacing : start
    )
    files[kind.rawValue] = file
    return file
  }

  private func fileName(_ kind: Kind) -> String {
    switch kind {
    case .kept: name.kept
    case .removed, .attributes: name.lines
    case .quarantine: shard.name + ".jsonl"
    }
  }

  /// Goes on with the files as they were; one without secured bytes is taken away.
  private func reopen(at lengths: [Int]) throws {
    for (kind, length) in zip(Kind.allCases, lengths) {
      let folder = "\(folder)/\(kind.folder)"
      let name = fileName(kind)
      let isThere = PartialFile.isUnfinished(folder: folder, name: name)
      // A finished file means that an earlier process was stopped between publishing two files.
      guard isThere || (length > 0 && !PartialFile.isPublished(folder: folder, name: name)) else {
        continue
      }
      let file = try PartialFile(folder: folder, name: name, start: .resuming)
      try file.truncate(to: length)
      if length > 0 || (kind == .kept && shard.format != .text) {
        files[kind.rawValue] = file
      } else {
        try file.discard()
      }
    }
  }
}
