/// Walks over the values of a column, across pages and row groups.
final class ColumnCursor {
  /// Values that are taken out of a page at a time, which bounds what a page can unfold to.
  private static let batchCount = 1024

  let column: Schema.Column
  private var pages: PageReader
  /// Values and missing ones that the row group has yet, but for those of the page at hand.
  private var rest: Int
  private var page = Page()
  private var pageRest = 0
  private var dictionary = (slots: [UInt64](), bytes: [UInt8]())
  private var repetitionDecoder: RunLengthDecoder?
  private var definitionDecoder: RunLengthDecoder?
  private var valueDecoder: ValueDecoder?

  private var repetitions: [UInt32] = []
  private var definitions: [UInt32] = []
  private var levelCount = 0
  private var nextLevel = 0
  private var values = ColumnValues()
  private var nextValue = 0
  /// Values of the batch that are still in the page.
  private var valuesInPage = 0

  init(_ column: Schema.Column, _ chunk: ColumnChunk, in file: ParquetFile) throws {
    guard chunk.type == column.type else {
      throw ParquetDamage.broken(
        "`\(column.path.prefix(80))` has another type than the schema says"
      )
    }
    self.column = column
    pages = PageReader(chunk, of: column, in: file)
    rest = chunk.valueCount
  }

  /// The repetition level of the next value; nil at the end of the row group.
  func repetition() throws -> Int? {
    guard try fill() else { return nil }
    return repetitions.isEmpty ? 0 : Int(repetitions[nextLevel])
  }

  /// The definition level of the next value.
  func definition() throws -> Int {
    guard try fill() else { throw ParquetDamage.broken(ending) }
    return definitions.isEmpty ? column.definition : Int(definitions[nextLevel])
  }

  /// Passes over a value that is missing.
  func skipMissing() throws {
    guard try definition() < column.definition else {
      throw ParquetDamage.broken(
        "`\(column.path.prefix(80))` has a value where its group is missing"
      )
    }
    nextLevel += 1
  }

  /// Hands the next value out: a number, or where bytes are and these.
  func take(_ use: (UInt64, UnsafeRawBufferPointer) throws -> Void) throws {
    guard try definition() == column.definition else {
      throw ParquetDamage.broken("`\(column.path.prefix(80))` misses a value that must be there")
    }
    nextLevel += 1
    if nextValue == values.slots.count { try decodeValues() }
    let slot = values.slots[nextValue]
    nextValue += 1
    switch values.place {
    case .page: try page.bytes.withUnsafeBytes { try use(slot, $0) }
    case .dictionary: try dictionary.bytes.withUnsafeBytes { try use(slot, $0) }
    case .built: try values.built.withUnsafeBytes { try use(slot, $0) }
    }
  }

  private var ending: String {
    "`\(column.path.prefix(80))` has fewer values than the row group has rows"
  }

  /// Makes sure that there are levels; false at the end of the row group.
  private func fill() throws -> Bool {
    while nextLevel == levelCount {
      guard pageRest > 0 || rest > 0 else { return false }
      if pageRest == 0 { try turnPage() }
      if pageRest > 0 { try decodeLevels() }
    }
    return true
  }

  private func turnPage() throws {
    // The page at hand makes room before the next one comes.
    page = Page()
    let next = try pages.next()
    guard next.kind != .dictionary else {
      var values = ColumnValues()
      var decoder = PlainValueDecoder(next.values, of: column)
      try next.bytes.withUnsafeBytes {
        try decoder.decode(next.valueCount, from: $0, into: &values)
      }
      dictionary = (values.slots, next.bytes)
      return
    }
    guard next.valueCount <= rest else {
      throw ParquetDamage.broken("`\(column.path.prefix(80))` has more values than its row group")
    }
    page = next
    pageRest = next.valueCount
    rest -= next.valueCount
    repetitionDecoder =
      column.depth > 0
      ? try RunLengthDecoder(next.repetition, width: Self.width(column.depth)) : nil
    definitionDecoder =
      column.definition > 0
      ? try RunLengthDecoder(next.definition, width: Self.width(column.definition)) : nil
    valueDecoder = try ValueDecoder(next, of: column)
  }

  /// Bits of a level.
  private static func width(_ greatest: Int) -> Int {
    Int.bitWidth - greatest.leadingZeroBitCount
  }

  private func decodeLevels() throws {
    let count = min(pageRest, Self.batchCount)
    repetitions.removeAll(keepingCapacity: true)
    definitions.removeAll(keepingCapacity: true)
    try page.bytes.withUnsafeBytes { bytes in
      try repetitionDecoder?.decode(count, from: bytes, into: &repetitions)
      try definitionDecoder?.decode(count, from: bytes, into: &definitions)
    }
    guard repetitions.allSatisfy({ $0 <= column.depth }),
      definitions.allSatisfy({ $0 <= column.definition })
    else { throw ParquetDamage.broken("`\(column.path.prefix(80))` has a level that cannot be") }
    pageRest -= count
    levelCount = count
    nextLevel = 0
    valuesInPage =
      definitions.isEmpty
      ? count : definitions.reduce(0) { $0 + ($1 == UInt32(column.definition) ? 1 : 0) }
    nextValue = 0
    values.removeAll()
  }

  private func decodeValues() throws {
    nextValue = 0
    values.removeAll()
    try valueDecoder?.decode(
      valuesInPage,
      from: page,
      dictionary: dictionary.slots,
      into: &values
    )
    valuesInPage -= values.slots.count
    guard !values.slots.isEmpty else { throw ParquetDamage.broken(ending) }
  }
}
