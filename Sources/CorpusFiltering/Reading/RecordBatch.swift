/// Neighbouring records of one shard, read together and decoded by one worker.
///
/// Its bounds depend on the input and `ReadOptions.batchBytes` alone.
package struct RecordBatch: Sendable {
  package let shard: String
  package let format: InputFormat
  /// The bytes that the records' ranges point into.
  package let storage: ByteStorage
  package let records: [RawRecord]
  /// Where the batch begins.
  package let start: ReadPosition
  /// Where the next batch begins.
  package let position: ReadPosition
  /// Input between `start` and `position` that could not be read, in order.
  package let quarantined: [QuarantineEntry]
  /// Lines that hold nothing but white space.
  package let blankLines: Int
  /// Records that are no documents by their kind, such as `warcinfo` and a header row.
  package let ignoredRecords: Int
  /// Columns of CSV and TSV.
  package let columns: DelimitedColumns?
  /// Bytes that stand before the first record in the kept shard: the header row of CSV and TSV.
  package let prologue: [UInt8]

  /// The bytes of a record.
  package func bytes(of record: RawRecord) -> UnsafeRawBufferPointer {
    bytes(in: record.range)
  }

  /// Bytes of the storage.
  func bytes(in range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage.bytes[range])
  }
}
