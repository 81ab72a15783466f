import DelimitedText

/// Which columns of a CSV or TSV shard hold what, taken from its header row.
package struct DelimitedColumns: Sendable, Hashable {
  /// `,` or a tab.
  package var delimiter: UInt8
  package var count: Int
  package var text: Int
  package var id: Int?
  package var url: Int?

  init(delimiter: UInt8, count: Int, text: Int, id: Int? = nil, url: Int? = nil) {
    self.delimiter = delimiter
    self.count = count
    self.text = text
    self.id = id
    self.url = url
  }
}

extension DelimitedColumns {
  /// Reads a header row, or returns nil where no column has the name of the text field.
  init?(header: UnsafeRawBufferPointer, delimiter: UInt8, options: ReadOptions) {
    guard let row = DelimitedRow(header, delimiter: delimiter) else { return nil }
    let names = row.fields.map {
      DelimitedRow.string(UnsafeRawBufferPointer(rebasing: header[$0]))
    }
    guard let text = names.firstIndex(of: options.textField.description) else { return nil }
    self.init(
      delimiter: delimiter,
      count: names.count,
      text: text,
      id: names.firstIndex(of: options.idField.description),
      url: names.firstIndex(of: options.urlField.description)
    )
  }
}
