/// How output shards are packed.
package enum OutputCompression: String, Sendable, Hashable, CaseIterable {
  case none
  case gzip
  case zstd

  /// With its dot; empty for `none`.
  package var fileExtension: String {
    switch self {
    case .none: ""
    case .gzip: ".gz"
    case .zstd: ".zst"
    }
  }

  /// The compression that a file's name promises.
  package init(fileName: String) {
    let lower = fileName.lowercased()
    if lower.hasSuffix(".gz") {
      self = .gzip
    } else if lower.hasSuffix(".zst") || lower.hasSuffix(".zstd") {
      self = .zstd
    } else {
      self = .none
    }
  }
}
