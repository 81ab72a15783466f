import Diagnostics
import Glibc

/// Small files of evidence: read whole under a limit, written whole or not at all.
package enum SafeFile {
  /// Reads a regular file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The most bytes that it may have.
  ///   - code: What a file that cannot be read is reported as; other rooms have codes of their own.
  ///   - hint: What to do where there is no such file.
  /// - Returns: Its bytes and who may read it.
  /// - Throws: `code`, or `audit/too-long` beyond the limit.
  package static func read(
    _ path: String,
    limit: Int,
    code: Diagnostic.Code = "audit/cannot-read",
    hint: String? = nil
  ) throws -> (bytes: [UInt8], mode: UInt32) {
    // A pipe would wait here for a writer.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      let isMissing = errno == ENOENT
      var problem = failure(code, "cannot be read", path)
      if isMissing { problem.hint = hint }
      throw problem
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Diagnostic(code, "not a regular file", at: .init(file: path))
    }
    guard status.st_size <= limit else {
      throw Diagnostic(
        "audit/too-long",
        "\(status.st_size) bytes are more than the limit of \(limit)",
        at: .init(file: path)
      )
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(code, "cannot be read", path) }
      done += count
    }
    return (bytes, UInt32(status.st_mode & 0o7777))
  }

  /// Reads the file of a private key, which its owner alone may read or change.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The most bytes that it may have.
  ///   - family: Of the codes, such as `audit`.
  ///   - hint: What to do where there is no such file.
  /// - Returns: Its bytes.
  /// - Throws: `FAMILY/key-exposed` where others may, `FAMILY/cannot-read`, `audit/too-long`.
  package static func readPrivateKey(
    _ path: String,
    limit: Int,
    family: String,
    hint: String? = nil
  ) throws -> [UInt8] {
    let code = Diagnostic.Code(rawValue: "\(family)/cannot-read")
    let file = try read(path, limit: limit, code: code, hint: hint)
    guard file.mode & 0o077 == 0 else {
      throw Diagnostic(
        Diagnostic.Code(rawValue: "\(family)/key-exposed"),
        "others may read or change the private key",
        at: .init(file: path),
        hint: "run `chmod 600 \(path)`, and make a new key if someone may have read it"
      )
    }
    return file.bytes
  }

  /// Makes a file that must not be there yet, on disk when this returns.
  ///
  /// - Throws: `audit/file-exists` or `audit/cannot-write`.
  package static func create(_ path: String, _ bytes: [UInt8], mode: UInt32) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else {
      guard errno != EEXIST else {
        throw Diagnostic(
          "audit/file-exists",
          "the file is there already and was left as it is",
          at: .init(file: path),
          hint: "name another file"
        )
      }
      throw failure("audit/cannot-write", "cannot be written", path)
    }
    // The mode given to open is narrowed by the mask of the process; here it is meant exactly.
    let isDone = fchmod(file, mode) == 0 && write(bytes, to: file) && fsync(file) == 0
    let reason = errno
    close(file)
    guard isDone else {
      unlink(path)
      errno = reason
      throw failure("audit/cannot-write", "cannot be written", path)
    }
  }

  /// Makes a private key's file for its owner alone, and the public one beside it as `FILE.pub`.
  ///
  /// - Throws: As `create(_:_:mode:)`; then neither file was made.
  package static func createKeyPair(
    _ path: String,
    privateKey: [UInt8],
    publicKey: [UInt8]
  ) throws {
    try create(path, privateKey, mode: 0o600)
    do { try create(path + ".pub", publicKey, mode: 0o644) } catch {
      unlink(path)
      throw error
    }
  }

  /// Replaces a file in one step: a reader sees the old bytes or the new, also after a crash.
  ///
  /// - Throws: `audit/is-a-database`, or `audit/cannot-write`; then the old file is as it was.
  package static func replace(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644) throws {
    try refuseDatabase(at: path)
    let temporary = "\(path).\(getpid()).new"
    unlink(temporary)
    try create(temporary, bytes, mode: mode)
    guard rename(temporary, path) == 0 else {
      let reason = errno
      unlink(temporary)
      errno = reason
      throw failure("audit/cannot-write", "cannot be written", path)
    }
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  /// Replaces a file of any length in one step, written piece by piece.
  ///
  /// - Throws: As `replace(_:_:mode:)`, or what `work` throws; then the old file is as it was.
  package static func replaceWriting<Result>(
    _ path: String,
    _ work: (([UInt8]) throws -> Void) throws -> Result
  ) throws -> Result {
    try refuseDatabase(at: path)
    let temporary = "\(path).\(getpid()).new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw failure("audit/cannot-write", "cannot be written", path) }
    do {
      var pending: [UInt8] = []
      func flush() throws {
        guard write(pending, to: file) else {
          throw failure("audit/cannot-write", "cannot be written", path)
        }
        pending.removeAll(keepingCapacity: true)
      }
      let result = try work { piece in
        pending += piece
        if pending.count > 1 << 16 { try flush() }
      }
      try flush()
      guard fsync(file) == 0, rename(temporary, path) == 0 else {
        throw failure("audit/cannot-write", "cannot be written", path)
      }
      close(file)
      return result
    } catch {
      close(file)
      unlink(temporary)
      throw error
    }
  }

  /// Puts a file that never changes under a folder, with the folders on its way.
  ///
  /// - Throws: `audit/cannot-write`; `audit/not-continued` where other bytes are there already.
  static func place(_ bytes: [UInt8], at name: String, under folder: String) throws {
    let path = "\(folder)/\(name)"
    if access(path, F_OK) == 0 {
      guard try read(path, limit: 64 << 20).bytes == bytes else {
        throw Diagnostic(
          "audit/not-continued",
          "the file there holds another log",
          at: .init(file: path),
          hint: "name another folder; nothing was replaced"
        )
      }
      return
    }
    try makeFolders(above: path)
    try replace(path, bytes)
  }

  /// Makes the folders on the way to a file.
  static func makeFolders(above path: String) throws {
    var parent = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      parent += part + "/"
      guard mkdir(parent, 0o755) == 0 || errno == EEXIST else {
        throw failure("audit/cannot-write", "cannot be made", parent)
      }
    }
  }

  /// Refuses to put a file in the place of a database, which may be an audit log.
  private static func refuseDatabase(at path: String) throws {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      guard errno == ENOENT else {
        throw failure("audit/cannot-write", "what is there cannot be read", path)
      }
      return
    }
    defer { close(file) }
    let magic = Array("SQLite format 3\0".utf8)
    var start = [UInt8](repeating: 0, count: magic.count)
    let count = start.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
    guard count == magic.count, start == magic else { return }
    throw Diagnostic(
      "audit/is-a-database",
      "a database is there, which may be an audit log; it was left as it is",
      at: .init(file: path),
      hint: "name another file"
    )
  }

  private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(file, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

  static func failure(_ code: Diagnostic.Code, _ message: String, _ path: String) -> Diagnostic {
    let reason = String(cString: strerror(errno)).lowercased()
    return Diagnostic(code, "\(message): \(reason)", at: .init(file: path))
  }
}
