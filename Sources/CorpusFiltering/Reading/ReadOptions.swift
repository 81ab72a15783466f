/// Where in a record the reader finds what it needs.
package struct ReadOptions: Sendable, Hashable {
  /// Names the JSON field, or the column of CSV and TSV, that holds the text.
  package var textField: FieldPath
  package var idField: FieldPath
  /// Read before `metadata.url`, which is the fallback.
  package var urlField: FieldPath
  /// Bytes of a batch; the same value gives the same batches for any number of workers.
  package var batchBytes: Int

  package init(
    textField: FieldPath = "text",
    idField: FieldPath = "id",
    urlField: FieldPath = "url",
    batchBytes: Int = 256 << 10
  ) {
    self.textField = textField
    self.idField = idField
    self.urlField = urlField
    self.batchBytes = batchBytes
  }
}
