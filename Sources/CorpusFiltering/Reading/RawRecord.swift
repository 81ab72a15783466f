/// A record as it stands in a batch, cut out but not yet understood.
package struct RawRecord: Sendable, Hashable {
  /// Byte range in the batch's storage, without the newline that ends it but with a CR before it.
  package var range: Range<Int>
  /// Counted from one; for WARC the number of the record.
  package var line: Int
  /// Where the record starts in the decompressed stream.
  package var byteOffset: Int

  init(range: Range<Int>, line: Int, byteOffset: Int) {
    self.range = range
    self.line = line
    self.byteOffset = byteOffset
  }
}
