import Glibc

/// Looks for bytes that must be gone in whole files, many patterns in one pass.
struct ByteScan {
  /// Bytes of each pattern: random ones do not occur by chance.
  private static let width = 16
  /// How far apart patterns of one long content lie; each page holds several of them.
  private static let stride = 256

  private var patterns: Set<[UInt8]> = []
  /// The first two bytes of all patterns.
  private var starts = [Bool](repeating: false, count: 1 << 16)

  var isEmpty: Bool { patterns.isEmpty }

  /// Adds samples of a content that was random, as keys, salts and encrypted texts are.
  mutating func add(_ bytes: [UInt8]) {
    for start in Swift.stride(from: 0, through: bytes.count - Self.width, by: Self.stride) {
      patterns.insert(Array(bytes[start..<start + Self.width]))
      starts[Int(bytes[start]) << 8 | Int(bytes[start + 1])] = true
    }
  }

  /// Occurrences of any pattern in a file; none in a file that is not there.
  ///
  /// - Returns: How many were found, in how many bytes.
  func count(in path: String) throws -> (found: Int, bytes: Int) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      guard errno == ENOENT else {
        throw SafeFile.failure("audit/cannot-read", "cannot be searched", path)
      }
      return (0, 0)
    }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var (kept, found, total) = (0, 0, 0)
    while true {
      let count = buffer.withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress?.advanced(by: kept), $0.count - kept)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw SafeFile.failure("audit/cannot-read", "cannot be searched", path)
      }
      guard count > 0 else { return (found, total) }
      total += count
      let end = kept + count
      found += self.count(in: buffer, to: end)
      kept = min(end, Self.width - 1)
      for index in 0..<kept { buffer[index] = buffer[end - kept + index] }
    }
  }

  private func count(in buffer: [UInt8], to end: Int) -> Int {
    guard end >= Self.width else { return 0 }
    var found = 0
    for place in 0...(end - Self.width)
    where starts[Int(buffer[place]) << 8 | Int(buffer[place + 1])] {
      if patterns.contains(Array(buffer[place..<place + Self.width])) { found += 1 }
    }
    return found
  }
}
