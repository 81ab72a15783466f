import CorpusFiltering
import Diagnostics
import Glibc

/// Standard input copied to a file, so that its digest is known beforehand and a run can resume.
struct SpooledInput {
  static let fileName = ".standard-input"
  /// How long a producer that sends nothing keeps an interruption waiting.
  private static let patience: CInt = 200

  let path: String
  private let isNamed: Bool

  /// Copies standard input where a shard asks for it, and returns nil where none does.
  ///
  /// - Parameters:
  ///   - shards: The inputs of the run.
  ///   - folder: Where the copy goes; into a nameless temporary file where nil.
  ///   - reuses: Takes the copy of an interrupted run instead.
  ///   - interruption: Ends the copying when requested.
  /// - Throws: `input/read-failed`, `output/disk-full` and its like; `CancellationError`.
  init?(
    for shards: [InputShard],
    in folder: String?,
    reuses: Bool,
    interruption: Interruption
  ) throws {
    guard shards.contains(where: { $0.path == "-" }) else { return nil }
    isNamed = folder != nil
    guard let folder else {
      path = try Self.nameless(interruption)
      return
    }
    path = "\(folder)/\(Self.fileName)"
    if reuses, PartialFile.isPublished(folder: folder, name: Self.fileName) { return }
    let file = try PartialFile(folder: folder, name: Self.fileName, start: .replacing)
    do {
      try Self.copy(interruption) { try file.append($0) }
    } catch {
      try file.discard()
      throw error
    }
    try file.publish()
  }

  /// Takes the copy away.
  func remove() { if isNamed { unlink(path) } }

  private static func nameless(_ interruption: Interruption) throws -> String {
    guard let file = tmpfile() else {
      throw Diagnostic("input/no-temporary-file", "cannot make a temporary file")
    }
    try copy(interruption) { bytes in
      guard fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
        throw Diagnostic("output/disk-full", "cannot write to the temporary file")
      }
    }
    fflush(file)
    return "/proc/self/fd/\(fileno(file))"
  }

  private static func copy(
    _ interruption: Interruption,
    to write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      try waitForInput(interruption)
      let count = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Diagnostic("input/read-failed", "cannot read standard input")
      }
      guard count > 0 else { return }
      try write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Returns when a read would not wait, be it for bytes, the end or an error.
  private static func waitForInput(_ interruption: Interruption) throws {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    while true {
      try interruption.check()
      // Where the call fails, the read says what is wrong.
      let ready = poll(&input, 1, patience)
      if ready > 0 || (ready < 0 && errno != EINTR) { return }
    }
  }
}
