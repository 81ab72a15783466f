import Diagnostics
import SafetyCore
import StrictJSON

/// Turns the rows of files into records, one file after the other.
struct BenchmarkReading {
  private static let limits = JSONLimits(bytes: BenchmarkLoader.maximumBytes, depth: 32)
  /// Rows between two looks at whether to stop, a few tens of milliseconds.
  static let stride = 2048

  private let source: BenchmarkSource
  private let files: any BenchmarkFiles
  private(set) var records: [BenchmarkRecord] = []
  private(set) var digests: [String: Digest] = [:]
  private var joined: [String: JSONValue]?
  private var texts: [String: String] = [:]

  init(_ source: BenchmarkSource, files: any BenchmarkFiles) {
    self.source = source
    self.files = files
  }

  /// Reads one file.
  ///
  /// - Parameters:
  ///   - path: Below the root.
  ///   - captured: Fields out of the file's name.
  ///   - goesOn: Called before the file is read and now and then after; what it throws stops the reading.
  /// - Throws: What is wrong with the file or a row, and what `goesOn` throws.
  mutating func read(
    _ path: String,
    captured: [String: String],
    goesOn: () throws -> Void
  ) throws {
    try goesOn()
    let bytes = try bytes(of: path)
    let name = "\(files.root)/\(path)"
    let rows = try rows(bytes, name, path, goesOn)
    let counterparts = try source.byLine.map { try lines(of: $0.file, rows.count, name) }
    for (index, row) in rows.enumerated() {
      if index % Self.stride == 0 { try goesOn() }
      var record = row
      if let byLine = source.byLine, let counterparts {
        record.fields[byLine.field] = .string(counterparts[index])
      }
      record.fields["row"] = .integer(index + 1)
      for (field, value) in captured { record.fields[field] = .string(value) }
      if let number = row.place.line, record.fields["line"] == nil {
        record.fields["line"] = .integer(number)
      }
      guard isWanted(record) else { continue }
      try complete(&record)
      records.append(record)
    }
  }

  private mutating func bytes(of path: String) throws -> [UInt8] {
    let bytes = try files.read(path, maximum: BenchmarkLoader.maximumBytes)
    digests[path] = Digest.sha256(bytes)
    return bytes
  }

  /// The lines of the file that stands beside the rows, as many as there are rows.
  private mutating func lines(of path: String, _ count: Int, _ rows: String) throws -> [String] {
    let name = "\(files.root)/\(path)"
    let lines = try Self.lines(bytes(of: path), name)
    guard lines.count == count else {
      throw Diagnostic(
        "benchmark/no-counterpart",
        "the file has \(lines.count) lines for the \(count) rows of `\(rows)`",
        at: .init(file: name)
      )
    }
    return lines.map { RecordExtraction.trimmed($0.1[...]) }
  }

  private func isWanted(_ record: BenchmarkRecord) -> Bool {
    func isSo(_ path: String, _ pattern: TextTemplate) -> Bool {
      guard case .string(let text)? = record.value(path.split(separator: ".").map(String.init))
      else { return false }
      return pattern.match(text) != nil
    }
    return source.conditions.allSatisfy { isSo($0.key, $0.value) }
      && !source.exceptions.contains { isSo($0.key, $0.value) }
  }

  /// Lays beside what another file says, takes the steps, makes the fields and the id.
  private mutating func complete(_ record: inout BenchmarkRecord) throws {
    if let join = source.join {
      let key = try join.key.render(record)
      guard let value = try joinedValues(join.file)[key] else {
        throw record.problem(
          "benchmark/no-counterpart",
          "`\(join.file)` has no `\(key.prefix(80))`"
        )
      }
      record.fields[join.field] = value
    }
    if let beside = source.beside {
      record.fields[beside.field] = .string(try text(beside, for: record))
    }
    for step in source.extractions { try step.apply(to: &record) }
    var made: [String: JSONValue] = [:]
    for (name, template) in source.fields { made[name] = .string(try template.render(record)) }
    record.fields.merge(made) { _, new in new }
    record.id = try source.id.render(record)
  }

  /// The text of the file that stands beside a record, behind its marker.
  private mutating func text(
    _ beside: BenchmarkSource.Beside,
    for record: BenchmarkRecord
  ) throws -> String {
    let path = try beside.file.render(record)
    if let text = texts[path] { return text }
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
      throw record.problem("benchmark/path", "the file beside it is not below the data folder")
    }
    let file = Diagnostic.Place(file: "\(files.root)/\(path)")
    guard let whole = String(validating: try bytes(of: path), as: UTF8.self) else {
      throw Diagnostic("benchmark/invalid-utf8", "the file is not UTF-8", at: file)
    }
    let start =
      beside.marker.isEmpty ? whole.startIndex : whole.firstRange(of: beside.marker)?.upperBound
    guard let start else {
      throw Diagnostic("benchmark/no-marker", "the file has no line `\(beside.marker)`", at: file)
    }
    let text = RecordExtraction.trimmed(whole[start...])
    texts[path] = text
    return text
  }

  private mutating func joinedValues(_ path: String) throws -> [String: JSONValue] {
    if let joined { return joined }
    let members = try object(bytes(of: path), "\(files.root)/\(path)")
    joined = members
    return members
  }

  private func object(_ bytes: [UInt8], _ name: String) throws -> [String: JSONValue] {
    let value = try JSONValue(parsing: bytes, file: name, limits: Self.limits)
    guard case .object(let members) = value else {
      throw Diagnostic("benchmark/wrong-type", "the file is no object", at: .init(file: name))
    }
    return members
  }

  private mutating func rows(
    _ bytes: [UInt8],
    _ name: String,
    _ path: String,
    _ goesOn: () throws -> Void
  ) throws -> [BenchmarkRecord] {
    switch source.format {
    case .csv, .tsv:
      return try BenchmarkTable(
        columns: source.columns,
        optionalColumns: source.optionalColumns,
        hasHeader: source.hasHeader,
        delimiter: UInt8(ascii: source.format == .csv ? "," : "\t"),
        file: name
      ).records(bytes, goesOn: goesOn)
    case .jsonl, .parquet: return try jsonLines(bytes, name, goesOn)
    case .json:
      let value = try JSONValue(parsing: bytes, file: name, limits: Self.limits)
      return try BenchmarkLists(source.lists, key: source.listKey, file: name).records(value)
    case .object:
      return [BenchmarkRecord(fields: try object(bytes, name), place: .init(file: name))]
    case .lines:
      return try Self.lines(bytes, name).map { line, text in
        BenchmarkRecord(fields: ["text": .string(text)], place: .init(file: name, line: line))
      }
    case .tree:
      let value = try JSONValue(parsing: bytes, file: name, limits: Self.limits)
      return try BenchmarkTree(file: name).records(value)
    case .holisticBias:
      return try HolisticBiasSentences(
        folder: String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
      ).records(goesOn: goesOn) { list in
        let found = try self.bytes(of: list)
        return try JSONValue(parsing: found, file: "\(files.root)/\(list)", limits: Self.limits)
      }
    }
  }

  private func jsonLines(
    _ bytes: [UInt8],
    _ name: String,
    _ goesOn: () throws -> Void
  ) throws -> [BenchmarkRecord] {
    try Self.lines(bytes, name).map { line, text in
      if line % Self.stride == 0 { try goesOn() }
      let place = Diagnostic.Place(file: name, line: line)
      do {
        let value = try JSONValue(parsing: Array(text.utf8), file: name, limits: Self.limits)
        guard case .object(let members) = value else {
          throw Diagnostic("benchmark/wrong-type", "the line is no object", at: place)
        }
        return BenchmarkRecord(fields: members, place: place)
      } catch var problem as Diagnostic {
        problem.place = place
        throw problem
      }
    }
  }

  /// The lines that are not blank, with their numbers.
  private static func lines(_ bytes: [UInt8], _ name: String) throws -> [(Int, String)] {
    var found: [(Int, String)] = []
    for (index, slice) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .enumerated()
    {
      var slice = slice
      if slice.last == 0x0D { slice.removeLast() }
      if index == 0, slice.starts(with: [0xEF, 0xBB, 0xBF]) { slice.removeFirst(3) }
      if slice.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      guard let text = String(validating: slice, as: UTF8.self) else {
        throw Diagnostic(
          "benchmark/invalid-utf8",
          "the line is not UTF-8",
          at: .init(file: name, line: index + 1)
        )
      }
      found.append((index + 1, text))
    }
    return found
  }
}
