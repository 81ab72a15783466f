import Diagnostics
import Glibc

/// An open file read in blocks.
final class RawInput {
  private static let blockBytes = 128 << 10

  let path: String
  private let descriptor: CInt
  private let ownsDescriptor: Bool
  private let block: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private(set) var isAtEnd = false
  /// Where in the file the next read begins.
  private(set) var bytesRead = 0

  /// - Throws: `input/unreadable` when the file cannot be opened.
  init(path: String) throws(Diagnostic) {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Diagnostic(
        "input/unreadable",
        "cannot open the file: \(SystemError.phrase(errno))",
        at: .init(file: path)
      )
    }
    self.path = path
    self.descriptor = descriptor
    ownsDescriptor = path != "-"
    block = .allocate(byteCount: Self.blockBytes, alignment: 64)
  }

  deinit {
    block.deallocate()
    if ownsDescriptor { close(descriptor) }
  }

  /// Bytes read and not yet consumed.
  var buffered: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(block)[start..<end])
  }

  func consume(_ count: Int) { start += count }

  /// Reads until `count` bytes are buffered or the file ends.
  func buffer(atLeast count: Int) throws(Diagnostic) {
    while end - start < count, !isAtEnd {
      if start > 0 {
        block.copyMemory(from: buffered)
        end -= start
        start = 0
      }
      let got = try readFile(UnsafeMutableRawBufferPointer(rebasing: block[end...]))
      end += got
    }
  }

  /// Takes what is buffered, else reads the file straight into the destination; 0 is the end.
  func read(into destination: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    guard start == end else {
      let count = min(destination.count, end - start)
      destination.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffered[..<count]))
      start += count
      return count
    }
    return try readFile(destination)
  }

  /// Moves forward without reading, or returns false where that cannot be done.
  func seek(to offset: Int) -> Bool {
    guard lseek(descriptor, off_t(offset), SEEK_SET) == off_t(offset) else { return false }
    start = 0
    end = 0
    isAtEnd = false
    bytesRead = offset
    return true
  }

  private func readFile(_ destination: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    guard !isAtEnd, !destination.isEmpty else { return 0 }
    while true {
      let count = Glibc.read(descriptor, destination.baseAddress, destination.count)
      if count > 0 {
        bytesRead += count
        return count
      }
      if count == 0 {
        isAtEnd = true
        return 0
      }
      let code = errno
      if code == EINTR { continue }
      isAtEnd = true
      throw Diagnostic(
        "input/read-failed",
        "cannot read on: \(SystemError.phrase(code))",
        at: .init(file: path)
      )
    }
  }
}
