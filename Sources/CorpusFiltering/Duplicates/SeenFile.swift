import Diagnostics

/// A file that grows with what a run remembers, so that a resumed run remembers it too.
final class SeenFile {
  /// Bytes that wait to be written, so that memory does not grow between two checkpoints.
  private static let waitingBytes = 256 << 10

  private let name: String
  private var file: PartialFile?
  private var unwritten: [UInt8] = []

  /// - Parameter name: Under which the file stands among the results, with `.partial` behind it.
  init(name: String) { self.name = name }

  /// Opens the file, cut back to a secured length where the run is resumed.
  ///
  /// - Parameters:
  ///   - folder: Of the results; nil where nothing is written.
  ///   - length: What was secured; nil for a run that begins.
  ///   - replay: Gets what was secured in pieces of a multiple of 8 bytes, but for the last.
  /// - Throws: `output/short-partial` and its like.
  func open(
    in folder: String?,
    at length: Int?,
    replay: (UnsafeRawBufferPointer) -> Void
  ) throws {
    guard let folder else { return }
    let file = try PartialFile(
      folder: folder,
      name: name,
      start: length == nil ? .replacing : .resuming
    )
    self.file = file
    guard let length else { return }
    try file.truncate(to: length)
    try file.readAll(replay)
  }

  /// Takes bytes that the next `flush` secures.
  ///
  /// - Throws: `output/disk-full` and its like.
  func append(_ bytes: some Sequence<UInt8>) throws(Diagnostic) {
    guard file != nil else { return }
    unwritten += bytes
    if unwritten.count >= Self.waitingBytes { try write() }
  }

  /// Secures everything so far and returns the length of the file.
  func flush() throws -> Int {
    try write()
    try file?.flush()
    return file?.length ?? 0
  }

  /// Takes the file away.
  func discard() throws { try file?.discard() }

  private func write() throws(Diagnostic) {
    try file?.append(unwritten)
    unwritten.removeAll(keepingCapacity: true)
  }
}
