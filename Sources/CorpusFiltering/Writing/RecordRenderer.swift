import StrictJSON

/// Writes the lines of `kept/`, `removed/`, `attributes/` and `quarantine/`.
package struct RecordRenderer: Sendable, Hashable {
  /// False leaves the text of removed documents out.
  package let includesRemovedText: Bool

  package init(includesRemovedText: Bool = true) {
    self.includesRemovedText = includesRemovedText
  }

  /// A kept document in the format of its shard, WARC and Parquet as JSON lines.
  ///
  /// Without `editedText` the record's own bytes are copied; with it only the text's token changes.
  package func appendKept(
    _ document: DocumentRecord,
    of batch: RecordBatch,
    editedText: UnsafeRawBufferPointer? = nil,
    to out: inout [UInt8]
  ) {
    guard batch.format != .warc else {
      appendWebDocument(document, text: editedText ?? document.text, to: &out)
      return
    }
    let range = document.record.range
    if let editedText {
      out.append(contentsOf: batch.bytes(in: range.lowerBound..<document.textToken.lowerBound))
      switch batch.format {
      case .jsonl, .parquet: JSONWriter.append(editedText, to: &out)
      case .csv, .tsv: Self.appendField(editedText, to: &out)
      case .text, .warc: out.append(contentsOf: editedText)
      }
      out.append(contentsOf: batch.bytes(in: document.textToken.upperBound..<range.upperBound))
    } else {
      out.append(contentsOf: batch.bytes(in: range))
    }
    if batch.format != .text { out.append(ByteSearch.newline) }
  }

  /// A removed document as a JSON line.
  ///
  /// `reasons` is a JSON value made by the caller; `withholdsText` leaves text and URL out.
  package func appendRemoved(
    _ document: DocumentRecord,
    of batch: RecordBatch,
    reasons: [UInt8],
    withholdsText: Bool = false,
    to out: inout [UInt8]
  ) {
    out.append(contentsOf: "{\"id\":".utf8)
    appendID(document, of: batch, to: &out)
    out.append(contentsOf: ",\"shard\":".utf8)
    JSONWriter.append(batch.shard, to: &out)
    out.append(contentsOf: ",\"line\":".utf8)
    JSONWriter.append(document.line, to: &out)
    out.append(contentsOf: ",\"reasons\":".utf8)
    out.append(contentsOf: reasons)
    if includesRemovedText, !withholdsText {
      if let url = document.url {
        out.append(contentsOf: ",\"url\":".utf8)
        JSONWriter.append(url, to: &out)
      }
      out.append(contentsOf: ",\"text\":".utf8)
      if batch.format.isJSON {
        out.append(contentsOf: batch.bytes(in: document.textToken))
      } else {
        JSONWriter.append(document.text, to: &out)
      }
    }
    out.append(contentsOf: "}\n".utf8)
  }

  /// A line of a Dolma attribute file; offsets become those of Unicode scalars, as Dolma counts.
  package func appendAttributes(
    _ attributes: [DocumentAttribute],
    of document: DocumentRecord,
    in batch: RecordBatch,
    to out: inout [UInt8]
  ) {
    let offsets = ScalarOffsets(
      of: attributes.flatMap { $0.spans.flatMap { [$0.start, $0.end] } },
      in: document.text
    )
    out.append(contentsOf: "{\"id\":".utf8)
    appendID(document, of: batch, to: &out)
    out.append(contentsOf: ",\"attributes\":{".utf8)
    for (index, attribute) in attributes.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      JSONWriter.append(attribute.name, to: &out)
      out.append(contentsOf: ":[".utf8)
      for (place, span) in attribute.spans.enumerated() {
        out.append(contentsOf: (place > 0 ? ",[" : "[").utf8)
        JSONWriter.append(offsets[span.start], to: &out)
        out.append(UInt8(ascii: ","))
        JSONWriter.append(offsets[span.end], to: &out)
        out.append(UInt8(ascii: ","))
        JSONWriter.append(span.score, to: &out)
        out.append(UInt8(ascii: "]"))
      }
      out.append(UInt8(ascii: "]"))
    }
    out.append(contentsOf: "}}\n".utf8)
  }

  /// A line of `quarantine/`, which never holds the text.
  package func appendQuarantine(_ entry: QuarantineEntry, to out: inout [UInt8]) {
    out.append(contentsOf: "{\"shard\":".utf8)
    JSONWriter.append(entry.shard, to: &out)
    if let line = entry.line {
      out.append(contentsOf: ",\"line\":".utf8)
      JSONWriter.append(line, to: &out)
    }
    out.append(contentsOf: ",\"byte_offset\":".utf8)
    JSONWriter.append(entry.byteOffset, to: &out)
    if let count = entry.byteCount {
      out.append(contentsOf: ",\"byte_count\":".utf8)
      JSONWriter.append(count, to: &out)
    }
    out.append(contentsOf: ",\"code\":".utf8)
    JSONWriter.append(entry.code, to: &out)
    out.append(contentsOf: ",\"message\":".utf8)
    JSONWriter.append(entry.message, to: &out)
    out.append(contentsOf: "}\n".utf8)
  }

  /// The id's own token, so that a number stays one and Dolma finds the ids equal.
  private func appendID(
    _ document: DocumentRecord,
    of batch: RecordBatch,
    to out: inout [UInt8]
  ) {
    if let token = document.idToken {
      out.append(contentsOf: batch.bytes(in: token))
    } else {
      JSONWriter.append(document.id, to: &out)
    }
  }

  /// A document of any format as a JSON line of id, address and text.
  func appendWebDocument(
    _ document: DocumentRecord,
    text: UnsafeRawBufferPointer,
    to out: inout [UInt8]
  ) {
    out.append(contentsOf: "{\"id\":".utf8)
    JSONWriter.append(document.id, to: &out)
    if let url = document.url {
      out.append(contentsOf: ",\"url\":".utf8)
      JSONWriter.append(url, to: &out)
    }
    out.append(contentsOf: ",\"text\":".utf8)
    JSONWriter.append(text, to: &out)
    out.append(contentsOf: "}\n".utf8)
  }

  /// A CSV field in quotes, with the quotes inside doubled.
  private static func appendField(_ text: UnsafeRawBufferPointer, to out: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    out.append(quote)
    for byte in text {
      out.append(byte)
      if byte == quote { out.append(quote) }
    }
    out.append(quote)
  }
}
