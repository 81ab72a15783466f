import Diagnostics
import SafetyCore
import TextViews

/// The documents kept so far, by signature, and how many copies each was found to have.
final class NearCopies {
  /// Slot of the rule of `near-duplicates`.
  let slot: Int
  private let memoryMegabytes: Int
  private let stopsWhenFull: Bool
  private let buckets: Int
  private let codes: Int
  private var store: SignatureStore
  private var forgotten = 0

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

  /// Notes that a document failed the rule for its likeness to this one, and appends what `replay` needs
  /// of it.
  func addCopy(of document: Int, _ records: inout [UInt8]) {
    store.addCopy(of: document)
    records += SignatureRecord.copy(of: document).bytes
  }

  /// Takes up a document that is kept, and appends what `replay` needs of it.
  ///
  /// - Throws: `duplicates/memory-full` where there is no room and the policy says to stop.
  func remember(
    _ signature: TextSignature,
    _ outcome: DocumentOutcome,
    _ records: inout [UInt8]
  ) throws(Diagnostic) {
    let place = OriginalDocument(
      id: DocumentReference.shortened(outcome.id),
      shard: outcome.shard,
      line: outcome.line
    )
    if store.add(signature, place) {
      records += SignatureRecord.kept(signature, place).bytes
      return
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
    records += SignatureRecord.forgotten.bytes
  }

  /// What the report says: how many documents have how many copies.
  var clusters: CopyClusters {
    var clusters = CopyClusters(remembered: store.count, forgotten: forgotten)
    for document in 0..<store.count where store.copies(of: document) > 0 {
      clusters.add(copies: store.copies(of: document)) { store.place(of: document) }
    }
    return clusters
  }

  /// Takes up what an earlier process remembered, in the same order.
  ///
  /// - Returns: How many bytes are whole records.
  /// - Throws: `resume/bad-signatures`.
  func replay(_ bytes: [UInt8]) throws(Diagnostic) -> Int {
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
