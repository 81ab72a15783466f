import Glibc

/// What the system says about a path.
package struct FileStatus {
  /// The same for two paths exactly when they are the same file.
  package struct Identity: Sendable, Hashable {
    private let device: UInt
    private let inode: UInt

    init(device: UInt, inode: UInt) {
      self.device = device
      self.inode = inode
    }
  }

  /// What stands at the path.
  package enum Kind: Sendable {
    case file
    case folder
    case link
    case pipe
    case other
  }

  /// Another one where a file was written to or replaced.
  package struct Stamp: Sendable, Hashable {
    private let identity: Identity
    private let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    init(_ status: stat, identity: Identity) {
      self.identity = identity
      size = Int(status.st_size)
      seconds = Int(status.st_mtim.tv_sec)
      nanoseconds = Int(status.st_mtim.tv_nsec)
    }
  }

  package let identity: Identity
  package let stamp: Stamp
  package let kind: Kind
  /// In bytes.
  package let size: Int

  /// Returns nil with `errno` set where there is nothing or it cannot be reached.
  package init?(path: String, followsLinks: Bool = true) {
    var status = stat()
    let result = followsLinks ? stat(path, &status) : lstat(path, &status)
    guard result == 0 else { return nil }
    identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
    stamp = Stamp(status, identity: identity)
    size = Int(status.st_size)
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO, S_IFCHR: .pipe
      default: .other
      }
  }
}
