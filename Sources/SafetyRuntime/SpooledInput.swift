import CorpusFiltering
import Diagnostics
import Glibc

/// Standard input copied to a file, so that its digest is known beforehand and a run can resume.
struct SpooledInput {
  static let fileName = ".standard-input"

  let path: String
  private let isNamed: Bool

  /// Copies standard input where a shard asks for it, and returns nil where none does.
  ///
  /// The copy goes into the folder, or into a nameless temporary file; `reuses` takes the copy of an
  /// interrupted run instead.
  init?(for shards: [InputShard], in folder: String?, reuses: Bool) throws {
    guard shards.contains(where: { $0.path == "-" }) else { return nil }
    isNamed = folder != nil
    guard let folder else {
      path = try Self.nameless()
      return
    }
    path = "\(folder)/\(Self.fileName)"
    if reuses, PartialFile.isPublished(folder: folder, name: Self.fileName) { return }
    let file = try PartialFile(folder: folder, name: Self.fileName, start: .replacing)
    try Self.copy { try file.append($0) }
    try file.publish()
  }

  /// Takes the copy away.
  func remove() { if isNamed { unlink(path) } }

  private static func nameless() throws -> String {
    guard let file = tmpfile() else {
      throw Diagnostic("input/no-temporary-file", "cannot make a temporary file")
    }
    try copy { bytes in
      guard fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
        throw Diagnostic("output/disk-full", "cannot write to the temporary file")
      }
    }
    fflush(file)
    return "/proc/self/fd/\(fileno(file))"
  }

  private static func copy(to write: (UnsafeRawBufferPointer) throws -> Void) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Diagnostic("input/read-failed", "cannot read standard input")
      }
      guard count > 0 else { return }
      try write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
