import Compression
import Diagnostics
import Parquet

/// The stream of a shard as a reader needs it: filled in full, with bytes to put back.
final class InputWindow {
  private let shard: InputShard
  private let limits: ReadLimits
  private var source: (any ByteStream)?
  private var pending: (storage: ByteStorage, range: Range<Int>)?
  private var sourceHasEnded = false
  /// Why the stream ended early.
  private(set) var failure: Diagnostic?

  /// Opens the file at the first use.
  init(_ shard: InputShard, limits: ReadLimits) {
    self.shard = shard
    self.limits = limits
  }

  /// Bytes of the file as it lies on disk that were read so far.
  var fileBytesRead: Int { source?.fileBytesRead ?? 0 }

  /// True when every byte was handed out.
  var isAtEnd: Bool { sourceHasEnded && pending == nil }

  /// Fills the storage to its capacity unless the stream ends, and returns the count of bytes.
  func fill(_ storage: ByteStorage, from start: Int) -> Int {
    var count = start
    while count < storage.capacity, !isAtEnd {
      let rest = UnsafeMutableRawBufferPointer(rebasing: storage.writable[count...])
      count += pending == nil ? readSource(into: rest) : readPending(into: rest)
    }
    return count
  }

  /// Makes bytes that were handed out the next ones again; nothing may be put back already.
  func putBack(_ range: Range<Int>, of storage: ByteStorage) {
    guard !range.isEmpty else { return }
    pending = (storage, range)
  }

  /// Moves on to an offset of the decompressed stream.
  func skip(to offset: Int) {
    guard let source = openSource() else { return }
    if let (storage, range) = pending {
      let drop = min(range.count, max(0, offset - (source.byteOffset - range.count)))
      pending = nil
      putBack((range.lowerBound + drop)..<range.upperBound, of: storage)
    }
    do {
      try source.skip(to: offset)
    } catch {
      end(with: error)
    }
  }

  private func readPending(into rest: UnsafeMutableRawBufferPointer) -> Int {
    guard let (storage, range) = pending else { return 0 }
    let count = min(rest.count, range.count)
    let taken = range.lowerBound..<(range.lowerBound + count)
    rest.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage.bytes[taken]))
    pending = nil
    putBack(taken.upperBound..<range.upperBound, of: storage)
    return count
  }

  private func readSource(into rest: UnsafeMutableRawBufferPointer) -> Int {
    guard let source = openSource() else { return 0 }
    do {
      let count = try source.read(into: rest)
      sourceHasEnded = count == 0
      return count
    } catch {
      end(with: error)
      return 0
    }
  }

  private func openSource() -> (any ByteStream)? {
    if source == nil, !sourceHasEnded {
      do {
        source =
          shard.format == .parquet
          ? try ParquetLines(path: shard.path, rowBytes: limits.lineBytes)
          : try ByteSource(path: shard.path)
      } catch {
        end(with: error)
      }
    }
    return source
  }

  private func end(with error: Diagnostic) {
    sourceHasEnded = true
    failure = error
  }
}
