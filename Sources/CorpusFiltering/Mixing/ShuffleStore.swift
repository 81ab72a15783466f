import Diagnostics

/// Lines with numbers, given back in the order of the numbers; a radix sort through files.
///
/// Lines are put into buckets by the first byte of their numbers; a bucket of more than 32 MiB is
/// divided again by the next byte, one bucket at a time. In memory are one bucket and 64 KiB of each
/// that is being filled.
package final class ShuffleStore {
  /// Bytes of lines that are sorted in memory.
  package static let leafBytes = 32 << 20
  /// Bytes of a bucket that wait for its file.
  private static let bufferBytes = 64 << 10

  private let folder: String
  private let name: String
  private let leafBytes: Int
  /// Which byte of the numbers the children are told apart by.
  private let depth: Int
  private var children: [ShuffleStore] = []
  private var buffer: [UInt8] = []
  private var file: PartialFile?
  /// Bytes of all lines with their numbers and lengths.
  package private(set) var byteCount = 0

  /// - Parameters:
  ///   - folder: Where the buckets' files go.
  ///   - name: What their names begin with.
  ///   - isLarge: Whether there will be more than one bucket from the start.
  ///   - leafBytes: Bytes of lines that are sorted in memory.
  package convenience init(
    folder: String,
    name: String,
    isLarge: Bool,
    leafBytes: Int = ShuffleStore.leafBytes
  ) {
    self.init(folder: folder, name: name, leafBytes: leafBytes, depth: 0)
    if isLarge { divide() }
  }

  private init(folder: String, name: String, leafBytes: Int, depth: Int) {
    self.folder = folder
    self.name = name
    self.leafBytes = leafBytes
    self.depth = depth
  }

  /// Takes a line under a number.
  ///
  /// - Throws: `output/disk-full` and its like.
  package func append(_ key: UInt64, _ line: ArraySlice<UInt8>) throws {
    byteCount += NumberedLines.headerBytes + line.count
    guard children.isEmpty else {
      return try children[Int(truncatingIfNeeded: key >> shift) & 0xFF].append(key, line)
    }
    NumberedLines.append(key, line, to: &buffer)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Hands out all lines in the order of their numbers, of one number in that of their bytes; the
  /// files are gone after.
  package func drain(_ body: (UInt64, ArraySlice<UInt8>) throws -> Void) throws {
    if children.isEmpty, byteCount > leafBytes, depth < 8 { try spread() }
    guard children.isEmpty else {
      while !children.isEmpty { try children.removeFirst().drain(body) }
      return
    }
    var lines = NumberedLines(capacity: byteCount)
    try file?.readAll { lines.append($0) }
    buffer.withUnsafeBytes { lines.append($0) }
    buffer = []
    try file?.discard()
    file = nil
    try lines.forEachSorted(body)
  }

  private var shift: UInt64 { UInt64(56 - 8 * depth) }

  private func divide() {
    children = (0..<256).map { index in
      ShuffleStore(
        folder: folder,
        name: "\(name)-\(index)",
        leafBytes: leafBytes,
        depth: depth + 1
      )
    }
  }

  /// Moves the lines into buckets of their own.
  private func spread() throws {
    try flush()
    divide()
    var stream = NumberedLineStream()
    var failure: (any Error)?
    try file?.readAll { piece in
      guard failure == nil else { return }
      do {
        try stream.append(piece) { key, line in
          try children[Int(truncatingIfNeeded: key >> shift) & 0xFF].append(key, line)
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    try file?.discard()
    file = nil
  }

  private func flush() throws {
    guard !buffer.isEmpty else { return }
    let file = try file ?? PartialFile(folder: folder, name: name, start: .replacing)
    self.file = file
    try file.append(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
