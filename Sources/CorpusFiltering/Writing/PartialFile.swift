import Diagnostics
import Glibc

/// An output that grows under `NAME.partial` and appears under its name all at once.
package final class PartialFile {
  /// What to do about files that an earlier run left.
  package enum Start: Sendable, Hashable {
    /// Refuse to touch them.
    case new
    /// Write over them.
    case replacing
    /// Go on with the partial file, or begin it where there is none.
    case resuming
  }

  /// The name the file will have.
  package let path: String
  /// Bytes that are in the file, flushed or not.
  package private(set) var length: Int
  private let partialPath: String
  private var descriptor: CInt

  /// Opens `folder/name.partial`; folders that the name needs are made.
  ///
  /// - Throws: `output/exists`, `output/unfinished`, `output/disk-full` and their like.
  package init(folder: String, name: String, start: Start) throws(Diagnostic) {
    path = try OutputFolder.prepare(folder, for: name)
    partialPath = path + ".partial"
    if start == .new { try Self.refuse(path, partialPath) }
    var flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
    if start != .resuming { flags |= O_TRUNC }
    descriptor = open(partialPath, flags, 0o666)
    guard descriptor >= 0 else {
      throw SystemError.output(errno, doing: "open the file", path: partialPath)
    }
    length = Int(lseek(descriptor, 0, SEEK_END))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether a finished file of this name is there.
  package static func isPublished(folder: String, name: String) -> Bool {
    FileStatus(path: "\(folder)/\(name)")?.kind == .file
  }

  /// Whether an earlier run left a file of this name unfinished.
  package static func isUnfinished(folder: String, name: String) -> Bool {
    FileStatus(path: "\(folder)/\(name).partial")?.kind == .file
  }

  /// Writes at the end; on failure the file is cut back to what it was.
  ///
  /// - Throws: `output/disk-full` and its like.
  package func append(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(length + written))
      if count > 0 {
        written += count
        continue
      }
      let number = errno
      if count < 0, number == EINTR { continue }
      ftruncate(descriptor, off_t(length))
      throw SystemError.output(
        count == 0 ? ENOSPC : number,
        doing: "write to the file",
        path: partialPath
      )
    }
    length += bytes.count
  }

  /// Writes at the end; on failure the file is cut back to what it was.
  ///
  /// - Throws: `output/disk-full` and its like.
  package func append(_ bytes: [UInt8]) throws(Diagnostic) {
    var failure: Diagnostic?
    bytes.withUnsafeBytes { buffer in
      do throws(Diagnostic) { try append(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Returns when all bytes are on the disk; the cost is that of the disk.
  package func flush() throws(Diagnostic) {
    guard fsync(descriptor) == 0 else {
      throw SystemError.output(errno, doing: "flush the file", path: partialPath)
    }
  }

  /// Hands out the whole file in pieces of a multiple of 8 bytes, but for the last.
  ///
  /// - Throws: `output/read-failed` and its like.
  func readAll(_ body: (UnsafeRawBufferPointer) -> Void) throws(Diagnostic) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    var offset = 0
    var filled = 0
    while offset < length {
      let rest = min(buffer.count - filled, length - offset)
      let count = pread(descriptor, buffer.baseAddress?.advanced(by: filled), rest, off_t(offset))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw SystemError.output(
          count == 0 ? EIO : errno,
          doing: "read back the file",
          path: partialPath
        )
      }
      offset += count
      filled += count
      guard filled == buffer.count || offset == length else { continue }
      body(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
      filled = 0
    }
  }

  /// Cuts the file back to a length that an earlier `flush` secured.
  ///
  /// - Throws: `output/short-partial` when the file is shorter than that.
  package func truncate(to count: Int) throws(Diagnostic) {
    guard count <= length else {
      throw Diagnostic(
        "output/short-partial",
        "the unfinished file has \(length) bytes where \(count) were secured",
        at: .init(file: partialPath),
        hint: "start over without --resume"
      )
    }
    guard ftruncate(descriptor, off_t(count)) == 0 else {
      throw SystemError.output(errno, doing: "cut the file back", path: partialPath)
    }
    length = count
  }

  /// Flushes, gives the file its name and secures the name; nothing can be appended afterwards.
  package func publish() throws(Diagnostic) { try Self.publish([self]) }

  /// The same for several files; the names of a folder are flushed once for all of them.
  ///
  /// - Throws: `output/write-failed` and its like; some files may have their names then.
  static func publish(_ files: [PartialFile]) throws(Diagnostic) {
    for file in files { try file.flush() }
    for file in files { try file.takeName() }
    var folders: Set<String> = []
    for file in files where folders.insert(OutputFolder.parent(of: file.path)).inserted {
      try OutputFolder.flush(folderOf: file.path)
    }
  }

  private func takeName() throws(Diagnostic) {
    guard rename(partialPath, path) == 0 else {
      throw SystemError.output(errno, doing: "rename the file", path: partialPath)
    }
    close(descriptor)
    descriptor = -1
  }

  /// Takes the unfinished file away.
  package func discard() throws(Diagnostic) {
    guard unlink(partialPath) == 0 else {
      throw SystemError.output(errno, doing: "delete the file", path: partialPath)
    }
    close(descriptor)
    descriptor = -1
  }

  private static func refuse(_ path: String, _ partialPath: String) throws(Diagnostic) {
    guard FileStatus(path: path, followsLinks: false) == nil else {
      throw Diagnostic(
        "output/exists",
        "the output is already there",
        at: .init(file: path),
        hint: "choose another folder with -o, or pass --overwrite"
      )
    }
    guard FileStatus(path: partialPath, followsLinks: false) == nil else {
      throw Diagnostic(
        "output/unfinished",
        "an earlier run left this file unfinished",
        at: .init(file: partialPath),
        hint: "pass --resume to go on, or --overwrite to start over"
      )
    }
  }
}
