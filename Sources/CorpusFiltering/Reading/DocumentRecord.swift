/// A record understood: the text and where in the batch it came from.
package struct DocumentRecord {
  /// The id field, else `shard:line`.
  package var id: String
  package var url: String?
  /// Valid UTF-8 with 64 readable bytes after it, until the decoder's next call.
  package var text: UnsafeRawBufferPointer
  package var record: RawRecord
  /// Where in the storage the text's token stands, a string's quotes included.
  package var textToken: Range<Int>
  /// The id's JSON token, where the id came from a field of a JSON line.
  package var idToken: Range<Int>?

  package var line: Int { record.line }
}
