import Compression
import Diagnostics
import Parquet

/// The bytes that the records of a shard are cut from.
protocol ByteStream: AnyObject {
  /// Bytes handed out or skipped.
  var byteOffset: Int { get }
  /// Bytes of the file as it lies on disk that were read so far.
  var fileBytesRead: Int { get }

  /// Fills at most the destination and returns how many bytes, 0 at the end.
  ///
  /// What stands before damage is returned first; the damage is thrown by the next call.
  func read(into destination: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int

  /// Moves on to a place that is not behind the present one.
  func skip(to offset: Int) throws(Diagnostic)
}

extension ByteSource: ByteStream {}

extension ParquetLines: ByteStream {}
