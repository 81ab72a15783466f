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

  package let identity: Identity
  package let kind: Kind
  /// In bytes.
  package let size: Int

  /// Returns nil with `errno` set where there is nothing or it cannot be reached.
  package init?(path: String, followsLinks: Bool = true) {
    var status = stat()
    let result = followsLinks ? stat(path, &status) : lstat(path, &status)
    guard result == 0 else { return nil }
    identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
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
