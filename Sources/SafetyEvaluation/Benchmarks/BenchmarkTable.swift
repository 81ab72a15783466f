import DelimitedText
import Diagnostics
import StrictJSON

/// Reads a CSV or TSV file strictly: every row has the columns that the description names.
struct BenchmarkTable {
  let columns: [String]
  /// Columns that a header row may name beside these.
  let optionalColumns: [String]
  let hasHeader: Bool
  let delimiter: UInt8
  let file: String

  /// The rows behind the header.
  ///
  /// - Parameters:
  ///   - bytes: Of the whole file.
  ///   - goesOn: Called now and then; what it throws stops the reading.
  /// - Returns: A record a row.
  /// - Throws: `benchmark/wrong-columns`, `benchmark/bad-row`, `benchmark/invalid-utf8` with the line.
  func records(_ bytes: [UInt8], goesOn: () throws -> Void) throws -> [BenchmarkRecord] {
    var found: [BenchmarkRecord] = []
    var names = hasHeader ? nil : columns
    try bytes.withUnsafeBytes { all in
      let start = all.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      try forEachRow(of: UnsafeRawBufferPointer(rebasing: all[start...])) { fields, line in
        if let names {
          if found.count % BenchmarkReading.stride == 0 { try goesOn() }
          found.append(try record(fields, names, line))
        } else {
          try check(header: fields, line)
          names = fields
        }
      }
    }
    return found
  }

  private func forEachRow(
    of bytes: UnsafeRawBufferPointer,
    _ body: ([String], Int) throws -> Void
  ) throws {
    let scanner = DelimitedScanner(delimiter: delimiter)
    var start = 0
    var line = 1
    while start < bytes.count {
      var state = DelimitedScanner.State.fieldStart
      let end = scanner.rowEnd(bytes, from: start, state: &state)
      if end == nil, state == .quoted {
        throw problem("benchmark/bad-row", "a quoted field is never closed", line)
      }
      let stop = end.map { $0 - 1 } ?? bytes.count
      let row = UnsafeRawBufferPointer(rebasing: bytes[start..<stop])
      if !row.allSatisfy({ $0 == 0x0D }) { try body(try cells(row, line), line) }
      line += bytes[start..<(end ?? bytes.count)].count { $0 == 0x0A }
      start = end ?? bytes.count
    }
  }

  private func cells(_ row: UnsafeRawBufferPointer, _ line: Int) throws -> [String] {
    guard let cut = DelimitedRow(row, delimiter: delimiter) else {
      throw problem("benchmark/bad-row", "text follows a closing quotation mark", line)
    }
    return try cut.fields.map { range in
      let cell = UnsafeRawBufferPointer(rebasing: row[range])
      guard let text = DelimitedRow.validString(cell) else {
        var problem = problem("benchmark/invalid-utf8", "the row is not UTF-8", line)
        problem.hint = "`iconv -f UTF-16 -t UTF-8` converts a table that a spreadsheet saved"
        throw problem
      }
      return text
    }
  }

  private func check(header: [String], _ line: Int) throws {
    let missing = columns.filter { !header.contains($0) }
    let extra = header.filter { !columns.contains($0) && !optionalColumns.contains($0) }
    let twice = Set(header).filter { name in header.count { $0 == name } > 1 }.sorted()
    guard !missing.isEmpty || !extra.isEmpty || !twice.isEmpty else { return }
    // A row without any of the names may be a question, and none is printed.
    guard missing.count < columns.count else {
      let message = "the first row names none of the columns: missing: " + Self.names(missing)
      throw problem("benchmark/wrong-columns", message, line)
    }
    var message = "the columns are not those of the benchmark"
    if !missing.isEmpty { message += "; missing: " + Self.names(missing) }
    if !extra.isEmpty { message += "; unknown: " + Self.names(extra) }
    if !twice.isEmpty { message += "; there twice: " + Self.names(twice) }
    throw problem("benchmark/wrong-columns", message, line)
  }

  private func record(
    _ cells: [String],
    _ names: [String],
    _ line: Int
  ) throws -> BenchmarkRecord {
    guard cells.count == names.count else {
      throw problem(
        "benchmark/wrong-columns",
        "the row has \(cells.count) columns, not \(names.count)",
        line
      )
    }
    return BenchmarkRecord(
      fields: Dictionary(
        zip(names, cells.map { JSONValue.string($0) }),
        uniquingKeysWith: { first, _ in first }
      ),
      place: .init(file: file, line: line)
    )
  }

  private static func names(_ names: [String]) -> String {
    names.prefix(8).map { "`\($0.prefix(40))`" }.joined(separator: ", ")
  }

  private func problem(_ code: Diagnostic.Code, _ message: String, _ line: Int) -> Diagnostic {
    Diagnostic(code, message, at: .init(file: file, line: line))
  }
}
