import Compression
import Diagnostics
import SafetyCore
import SafetyPolicy

/// Reads `measurements.bin` block by block; nothing in the file is trusted.
package struct StoredMeasurementsReader {
  /// The rules and the policy the file was written under.
  package let measurements: StoredMeasurements
  private let name: String
  private let read: (Int) throws -> [UInt8]
  private var position = 0

  /// Opens a file and checks its header.
  ///
  /// - Parameters:
  ///   - name: The file's name, for diagnostics.
  ///   - read: Gives up to so many of the next bytes; fewer only at the end of the file.
  /// - Throws: `measurements/damaged` where the header is not whole, and what `read` throws.
  package init(name: String, read: @escaping (Int) throws -> [UInt8]) throws {
    self.name = name
    self.read = read
    guard try read(8) == StoredMeasurements.magic else {
      throw Self.failure("is no measurements file of this version", name, 0)
    }
    position = 8
    let limit = StoredMeasurements.headerLimit
    guard let payload = try Self.frame(read, limit: limit, name: name, position: &position) else {
      throw Self.failure("ends before its header", name, 8)
    }
    var decoder = Self.decoder(payload, name)
    let policy = try Self.digest(from: &decoder)
    let count = try decoder.integer(atMost: StoredMeasurements.ruleLimit)
    var rules: [RuleID] = []
    var definitions: [Digest] = []
    for _ in 0..<count {
      rules.append(RuleID(try decoder.string(atMost: 256)))
      definitions.append(try Self.digest(from: &decoder))
    }
    try decoder.expectEnd()
    guard Set(rules).count == rules.count else { throw decoder.failure("names a rule twice") }
    measurements = .init(rules: rules, definitions: definitions, policyDigest: policy)
  }

  private static func digest(from decoder: inout StateDecoder) throws -> Digest {
    guard let digest = Digest(bytes: Array(try decoder.raw(32))) else {
      throw decoder.failure("no digest")
    }
    return digest
  }

  /// The documents of the next block, or nil at the end of the file.
  package mutating func nextBlock() throws -> [StoredDocument]? {
    let limit = StoredMeasurements.blockLimit
    guard let payload = try Self.frame(read, limit: limit, name: name, position: &position) else {
      return nil
    }
    var decoder = Self.decoder(payload, name)
    var documents: [StoredDocument] = []
    while decoder.remaining > 0 { documents.append(try document(from: &decoder)) }
    return documents
  }

  private func document(from decoder: inout StateDecoder) throws -> StoredDocument {
    let id = try decoder.string(atMost: StoredMeasurements.blockLimit)
    let shard = try decoder.integer()
    let line = try decoder.integer()
    let byteCount = try decoder.integer()
    let scalarCount = try decoder.integer()
    let language = try decoder.string(atMost: StoredMeasurements.blockLimit)
    let action = try decoder.integer(atMost: CorpusAction.allCases.count)
    let ruleCount = measurements.rules.count
    var failed: [Int] = []
    for _ in 0..<(try decoder.integer(atMost: ruleCount)) {
      failed.append(try slot(from: &decoder, after: failed.last))
    }
    var values: [Double] = []
    values.reserveCapacity(ruleCount)
    for _ in 0..<ruleCount { values.append(try decoder.value()) }
    var spans: [DocumentOutcome.SpanCount] = []
    for _ in 0..<(try decoder.integer(atMost: ruleCount)) {
      let slot = try slot(from: &decoder, after: spans.last?.rule)
      spans.append(.init(rule: slot, count: try decoder.integer()))
    }
    return StoredDocument(
      id: id,
      shard: shard,
      line: line,
      byteCount: byteCount,
      scalarCount: scalarCount,
      language: language,
      action: action == 0 ? nil : CorpusAction.allCases[action - 1],
      failed: failed,
      values: values,
      spanCounts: spans
    )
  }

  /// Slots ascend, so that a list holds none twice.
  private func slot(from decoder: inout StateDecoder, after last: Int?) throws -> Int {
    let slot = try decoder.integer()
    guard slot < measurements.rules.count, slot > last ?? -1 else {
      throw decoder.failure("names a rule out of order")
    }
    return slot
  }

  private static func frame(
    _ read: (Int) throws -> [UInt8],
    limit: Int,
    name: String,
    position: inout Int
  ) throws -> [UInt8]? {
    let head = try read(4)
    if head.isEmpty { return nil }
    var length = decoder(head, name)
    guard head.count == 4 else { throw failure("is cut off", name, position) }
    let count = Int(try length.word())
    guard count <= limit else { throw failure("has a block that is too long", name, position) }
    let payload = try read(count)
    var tail = decoder(try read(4), name)
    guard payload.count == count, tail.remaining == 4 else {
      throw failure("is cut off", name, position)
    }
    guard try tail.word() == CRC32.checksum(payload[...]) else {
      throw failure("is damaged: a checksum does not match", name, position)
    }
    position += count + 8
    return payload
  }

  private static func decoder(_ bytes: [UInt8], _ name: String) -> StateDecoder {
    StateDecoder(bytes, code: "measurements/damaged", name: name)
  }

  private static func failure(_ problem: String, _ name: String, _ offset: Int) -> Diagnostic {
    Diagnostic(
      "measurements/damaged",
      "\(name) \(problem)",
      at: .init(file: name, byteOffset: offset),
      hint: "run the filter again to write the measurements anew"
    )
  }
}
