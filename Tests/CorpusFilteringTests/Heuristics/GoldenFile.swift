import FoundationEssentials

import Compression
import CorpusFiltering

/// What the scripts in `scripts/goldens` wrote: a header line, then a line a document.
struct GoldenFile {
  struct Document: Decodable {
    let id: String
    let text: String
  }

  struct Header: Decodable {
    let columns: [String]
    let filters: [String]
  }

  struct Row: Decodable {
    let id: String
    /// Rounded to six decimals; nil where the original has no value.
    let values: [Double?]
    let verdicts: [String]
  }

  let header: Header
  let rows: [Row]

  init(_ name: String) throws {
    let lines = try Self.lines(of: Self.folder + name)
    header = try JSONDecoder().decode(Header.self, from: lines.first ?? Data())
    rows = try Self.decode(Row.self, from: lines.dropFirst())
  }

  static func documents(at path: String, limit: Int = .max) throws -> [Document] {
    try decode(Document.self, from: lines(of: path).prefix(limit))
  }

  static func decode<Line: Decodable>(
    _ type: Line.Type,
    from lines: some Sequence<Data>
  ) throws -> [Line] {
    let decoder = JSONDecoder()
    return try lines.map { try decoder.decode(type, from: $0) }
  }

  static func lines(of path: String) throws -> [Data] {
    // Compressed or not, as inputs of a run are read.
    let bytes = Data(readAll(try ByteSource(path: path)).bytes)
    return bytes.split(separator: 0x0A)
  }

  static let folder: String = {
    let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    return "/\(tests)/Fixtures/heuristics/"
  }()
}
