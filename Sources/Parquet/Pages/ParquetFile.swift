import Diagnostics
import Glibc

/// An open file, read at any place.
final class ParquetFile {
  let path: String
  let size: Int
  private let descriptor: CInt
  /// In all; a file is read once but for its footer.
  private(set) var bytesRead = 0

  /// Opens a file, `-` for standard input.
  ///
  /// - Throws: `input/unreadable`, and `input/not-a-file` for a pipe.
  init(path: String) throws(Diagnostic) {
    let descriptor = open(path == "-" ? "/dev/stdin" : path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      let number = errno
      if descriptor >= 0 { close(descriptor) }
      throw Diagnostic(
        "input/unreadable",
        "cannot open the file: \(SystemError.phrase(number))",
        at: .init(file: path)
      )
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Diagnostic(
        "input/not-a-file",
        "Parquet is read from its end, which a pipe or folder does not have",
        at: .init(file: path),
        hint: "name the file"
      )
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills the destination from a place of the file, and returns how many bytes there were.
  func read(into destination: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
    var filled = 0
    while filled < destination.count {
      let count = pread(
        descriptor,
        destination.baseAddress.map { $0 + filled },
        destination.count - filled,
        off_t(offset + filled)
      )
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw ParquetDamage.readFailed(errno)
      }
      filled += count
    }
    bytesRead += filled
    return filled
  }

  /// Just so many bytes, and zeros after them.
  ///
  /// - Throws: `ParquetDamage.broken` where the file ends before.
  func bytes(_ count: Int, at offset: Int, slack: Int = 0) throws -> [UInt8] {
    guard offset >= 0, 0...max(0, size - offset) ~= count else {
      throw ParquetDamage.broken("\(count) bytes at byte \(offset) are not in the file")
    }
    var got = 0
    let bytes = try [UInt8](unsafeUninitializedCapacity: count + slack) { buffer, filled in
      let room = UnsafeMutableRawBufferPointer(buffer)
      got = try read(into: UnsafeMutableRawBufferPointer(rebasing: room[..<count]), at: offset)
      UnsafeMutableRawBufferPointer(rebasing: room[got..<(count + slack)]).initializeMemory(
        as: UInt8.self,
        repeating: 0
      )
      filled = count + slack
    }
    guard got == count else { throw ParquetDamage.broken("the file became shorter") }
    return bytes
  }
}

extension ParquetFile {
  private static let mark = Array("PAR1".utf8)

  /// The footer.
  func metadata() throws -> FileMetadata {
    let head = try bytes(min(4, size), at: 0)
    guard size >= 12, head == Self.mark else {
      throw ParquetDamage.broken("the file does not begin with `PAR1`")
    }
    let tail = try bytes(8, at: size - 8)
    guard Array(tail[4...]) != Array("PARE".utf8) else {
      throw ParquetDamage.unsupported("the file is encrypted")
    }
    guard Array(tail[4...]) == Self.mark else {
      throw ParquetDamage.broken("the file does not end with `PAR1`: it is cut off")
    }
    let count = tail[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= FileMetadata.maximumBytes else {
      throw ParquetDamage.unsupported("the footer has \(count) bytes, over the limit of 32 MiB")
    }
    guard count <= size - 12 else {
      throw ParquetDamage.broken("the footer is longer than the file")
    }
    let footer = try bytes(count, at: size - 8 - count)
    return try footer.withUnsafeBytes {
      try FileMetadata(parsing: $0, end: size - 8 - count)
    }
  }
}
