import Diagnostics
import SafetyCore
import TextViews

/// The documents kept so far, by signature, and how many copies each was found to have.
final class NearCopies {
  static let fileName = ".seen-signatures"

  /// Slot of the rule of `near-duplicates`.
  let slot: Int
  private let memoryMegabytes: Int
  private let stopsWhenFull: Bool
  private let buckets: Int
  private let codes: Int
  private var store: SignatureStore
  private var forgotten = 0
  private let file = SeenFile(name: fileName)

  /// - Parameters:
  ///   - slot: Of the rule.
  ///   - settings: Of the detector.
  init(slot: Int, settings: DetectorSettings) {
    self.slot = slot
    memoryMegabytes = settings.integer("memory_mb") ?? 1024
    stopsWhenFull = settings.string("when_full") == "stop"
    buckets = settings.integer("buckets") ?? 14
    codes = buckets * (settings.integer("hashes") ?? 8)
    store = SignatureStore(codeCount: codes, memoryBytes: memoryMegabytes << 20)
  }

  /// The most similar of the documents that share a bucket with a text; nil where none does.
  func closest(to signature: TextSignature) -> SignatureStore.Match? {
    store.closest(to: signature)
  }

  /// Where a document is in the input.
  func place(of document: Int) -> OriginalDocument { store.place(of: document) }

  /// Fills in the value of the detector's rule.
  func record(_ match: SignatureStore.Match, in inspection: inout Inspection) {
    inspection.beginDetector(firstRule: slot)
    inspection.record(0, match.similarity)
  }

  /// Notes that a document failed the rule for its likeness to this one.
  ///
  /// - Throws: What writing the file of signatures throws.
  func addCopy(of document: Int) throws(Diagnostic) {
    store.addCopy(of: document)
    try file.append(SignatureRecord.copy(of: document).bytes)
  }

  /// Takes up a document that is kept.
  ///
  /// - Throws: `duplicates/memory-full` where there is no room and the policy says to stop; what
  ///   writing the file of signatures throws.
  func remember(_ signature: TextSignature, _ outcome: DocumentOutcome) throws(Diagnostic) {
    let place = OriginalDocument(
      id: DocumentReference.shortened(outcome.id),
      shard: outcome.shard,
      line: outcome.line
    )
    if store.add(signature, place) {
      return try file.append(SignatureRecord.kept(signature, place).bytes)
    }
    guard !stopsWhenFull else {
      throw Diagnostic(
        "duplicates/memory-full",
        "\(store.count) documents to compare with take all of the \(memoryMegabytes) MB that "
          + "`near-duplicates` may take",
        hint: "raise `memory_mb`, or set `when_full: continue`; then start over with --overwrite"
      )
    }
    forgotten += 1
    try file.append(SignatureRecord.forgotten.bytes)
  }

  /// What the report says: how many documents have how many copies.
  var clusters: CopyClusters {
    var clusters = CopyClusters(remembered: store.count, forgotten: forgotten)
    for document in 0..<store.count where store.copies(of: document) > 0 {
      clusters.add(copies: store.copies(of: document)) { store.place(of: document) }
    }
    return clusters
  }

  /// Opens the file of signatures and learns from it what an earlier process knew.
  ///
  /// - Throws: `resume/bad-signatures` and what the file throws.
  func open(in folder: String?, at length: Int?) throws {
    var rest: [UInt8] = []
    var problem: Diagnostic?
    try file.open(in: folder, at: length) { bytes in
      guard problem == nil else { return }
      rest += bytes
      do throws(Diagnostic) { rest.removeFirst(try replay(rest)) } catch { problem = error }
    }
    if let problem { throw problem }
    guard rest.isEmpty else {
      throw Diagnostic("resume/bad-signatures", "the file of signatures ends within a record")
    }
  }

  /// Secures the signatures so far and returns the length of their file.
  func flush() throws -> Int { try file.flush() }

  /// Takes the file of signatures away.
  func discard() throws { try file.discard() }

  /// Takes up whole records and returns how many bytes they are.
  private func replay(_ bytes: [UInt8]) throws(Diagnostic) -> Int {
    var result: Result<Int, Diagnostic> = .success(0)
    bytes.withUnsafeBytes { buffer in
      var start = 0
      do throws(Diagnostic) {
        while let (record, size) = try SignatureRecord.first(
          in: UnsafeRawBufferPointer(rebasing: buffer[start...]),
          buckets: buckets,
          codes: codes
        ) {
          try replay(record)
          start += size
        }
        result = .success(start)
      } catch {
        result = .failure(error)
      }
    }
    return try result.get()
  }

  private func replay(_ record: SignatureRecord) throws(Diagnostic) {
    switch record {
    case .kept(let signature, let place): _ = store.add(signature, place)
    case .forgotten:
      store.close()
      forgotten += 1
    case .copy(let document):
      guard document < store.count else {
        throw Diagnostic("resume/bad-signatures", "the file of signatures is damaged")
      }
      store.addCopy(of: document)
    }
  }
}
