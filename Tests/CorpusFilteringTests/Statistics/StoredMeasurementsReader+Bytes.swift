import CorpusFiltering

extension StoredMeasurementsReader {
  /// Opens a file held in memory.
  init(name: String, bytes: [UInt8]) throws {
    var offset = 0
    try self.init(name: name) { count in
      let end = min(bytes.count, offset + count)
      defer { offset = end }
      return Array(bytes[offset..<end])
    }
  }
}
