import SafetyCore

/// Events as rows: what a spreadsheet sorts by, then the hashed bytes.
enum CSVExport {
  static let header = Array("seq,time,run,kind,id,action,rules,leaf,body\r\n".utf8)

  static func line(_ event: AuditEvent) throws -> [UInt8] {
    let members = try CanonicalValue(parsing: event.body, file: "event \(event.seq)").members ?? [:]
    var rules: [String] = []
    if case .array(let failures) = members["failures"] {
      rules = failures.compactMap { string($0.members?["rule"]) }
    }
    let cells = [
      "\(event.seq)", event.time, event.run, event.kind, string(members["id"]) ?? "",
      string(members["action"]) ?? "", rules.joined(separator: " "),
      MerkleRange.leafHash(event.body).hex, String(decoding: event.body, as: UTF8.self),
    ]
    return Array(cells.map(cell).joined(separator: ",").utf8) + [0x0D, 0x0A]
  }

  private static func string(_ value: CanonicalValue?) -> String? {
    guard case .string(let text) = value else { return nil }
    return text
  }

  /// Quotes a cell where RFC 4180 asks for it.
  ///
  /// Spreadsheets run a cell that begins with one of these signs as a formula, and ids come from
  /// corpora: an apostrophe keeps it a text.
  private static func cell(_ text: String) -> String {
    let isFormula = text.utf8.first.map { Array("=+-@\t\r".utf8).contains($0) } ?? false
    let text = isFormula ? "'" + text : text
    let needsQuotes = text.utf8.contains { Array("\",\r\n".utf8).contains($0) }
    guard needsQuotes else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
