import Compression

/// How the documents of a shard are laid out once it is decompressed.
package enum InputFormat: String, Sendable, Hashable, CaseIterable {
  /// One JSON object a line: `.jsonl`, `.ndjson`, and `.json` as Dolma uses it.
  case jsonl
  /// The whole file is one document: `.txt`, `.text`, `.md`, `.markdown`.
  case text
  /// RFC 4180 with a header row.
  case csv
  /// As `csv`, with tabs between the columns.
  case tsv
  /// WARC and WET, of which the text records are documents.
  case warc
  /// A row is a document, and is read as a JSON line.
  case parquet

  /// Reads the format off a file's name, after taking `.gz`, `.zst` or `.zstd` off it.
  init?(fileName: String) {
    let plain = InputCompression.strippedName(fileName).lowercased()
    guard let dot = plain.lastIndex(of: "."), dot != plain.startIndex else { return nil }
    switch plain[plain.index(after: dot)...] {
    case "jsonl", "ndjson", "json": self = .jsonl
    case "txt", "text", "md", "markdown": self = .text
    case "csv": self = .csv
    case "tsv": self = .tsv
    case "warc", "wet": self = .warc
    case "parquet": self = .parquet
    default: return nil
    }
  }

  /// Whether a header row names columns.
  package var isDelimited: Bool { self == .csv || self == .tsv }

  /// Whether a record is a JSON object.
  package var isJSON: Bool { self == .jsonl || self == .parquet }

  /// Whether what is kept is JSON lines where the input is none.
  package var becomesLines: Bool { self == .warc || self == .parquet }

  /// The extension of a file of this format.
  package var fileExtension: String { self == .text ? "txt" : rawValue }
}
