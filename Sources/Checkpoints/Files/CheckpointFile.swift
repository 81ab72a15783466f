import Diagnostics
import Glibc

/// An open file of a checkpoint, or bytes that stand for one; read in pieces, never mapped.
///
/// A map would turn a file cut short by someone else into a signal that nothing can catch.
package final class CheckpointFile: Sendable {
  private enum Storage {
    case descriptor(Int32)
    case bytes([UInt8])
  }

  /// For errors: a path, or whatever name the bytes have.
  package let name: String
  /// In bytes, when it was opened.
  package let size: Int
  private let storage: Storage

  /// Opens a regular file.
  ///
  /// - Throws: `checkpoint/unreadable`, `checkpoint/too-large`.
  package init(path: String, maximum: Int) throws {
    // Were it a pipe, opening it would otherwise wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.unreadable(path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let problem = Self.unreadable(path)
      close(descriptor)
      throw problem
    }
    name = path
    size = Int(status.st_size)
    storage = .descriptor(descriptor)
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Diagnostic("checkpoint/unreadable", "not a regular file", at: .init(file: path))
    }
    try checkSize(maximum)
  }

  /// Takes bytes in memory.
  ///
  /// - Throws: `checkpoint/too-large`.
  package init(name: String, bytes: [UInt8], maximum: Int) throws {
    self.name = name
    size = bytes.count
    storage = .bytes(bytes)
    try checkSize(maximum)
  }

  deinit {
    if case .descriptor(let descriptor) = storage { close(descriptor) }
  }

  /// Fills a buffer from a place of the file.
  ///
  /// - Throws: `checkpoint/truncated`, `checkpoint/unreadable`.
  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    guard offset >= 0, offset <= size, buffer.count <= size - offset else {
      throw truncated(at: min(max(offset, 0), size))
    }
    switch storage {
    case .bytes(let bytes):
      bytes.withUnsafeBytes {
        buffer.copyMemory(from: .init(rebasing: $0[offset...].prefix(buffer.count)))
      }
    case .descriptor(let descriptor):
      var done = 0
      while done < buffer.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
        let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw Self.unreadable(name) }
        guard count > 0 else { throw truncated(at: offset + done) }
        done += count
      }
    }
  }

  /// Bytes of a range.
  ///
  /// - Throws: As `read`.
  package func bytes(_ range: Range<Int>) throws -> [UInt8] {
    guard range.lowerBound >= 0, range.upperBound <= size else {
      throw truncated(at: min(max(range.lowerBound, 0), size))
    }
    return try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      try read(
        at: range.lowerBound,
        into: .init(UnsafeMutableBufferPointer(rebasing: buffer[..<range.count]))
      )
      count = range.count
    }
  }

  /// The whole file.
  ///
  /// - Throws: As `read`.
  package func bytes() throws -> [UInt8] { try bytes(0..<size) }

  /// Shows a range in pieces of one size, of which the last may be smaller.
  ///
  /// - Throws: As `read`, and what the body throws.
  package func forEachPiece(
    of range: Range<Int>,
    atMost limit: Int = 1 << 20,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, min(range.count, limit)),
      alignment: 16
    )
    defer { buffer.deallocate() }
    var offset = range.lowerBound
    while offset < range.upperBound {
      let count = min(buffer.count, range.upperBound - offset)
      let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
      try read(at: offset, into: piece)
      try body(UnsafeRawBufferPointer(piece))
      offset += count
    }
  }

  /// Says that a range will be read soon, so that the disk may begin with it.
  func announce(_ range: Range<Int>) {
    guard case .descriptor(let descriptor) = storage else { return }
    _ = posix_fadvise(
      descriptor,
      off_t(range.lowerBound),
      off_t(range.count),
      Int32(POSIX_FADV_WILLNEED)
    )
  }

  private func checkSize(_ maximum: Int) throws {
    guard size <= maximum else {
      throw Diagnostic(
        "checkpoint/too-large",
        "the file has \(size) bytes, at most \(maximum) are read",
        at: .init(file: name)
      )
    }
  }

  private func truncated(at offset: Int) -> Diagnostic {
    Diagnostic(
      "checkpoint/truncated",
      "the file ends too early",
      at: .init(file: name, byteOffset: offset)
    )
  }

  private static func unreadable(_ path: String) -> Diagnostic {
    Diagnostic(
      "checkpoint/unreadable",
      "cannot read the file: \(String(cString: strerror(errno)).lowercased())",
      at: .init(file: path)
    )
  }
}
