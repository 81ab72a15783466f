import Diagnostics
import SafetyCore

/// Finds repeats in input order and has the documents concerned judged again.
final class DuplicateResolver {
  private let configuration: FilterRun.Configuration
  private let slot: Int
  private var seen: FingerprintSet
  private let clerk: FilterWorker
  /// Fingerprints in the order they were remembered, so that a resumed run knows them.
  private var keys: PartialFile?
  private var unwritten: [UInt8] = []
  static let keysName = ".seen-fingerprints"

  /// Returns nil where the policy does not look for duplicates.
  init?(_ configuration: FilterRun.Configuration) throws {
    guard let slot = configuration.duplicatesSlot else { return nil }
    self.configuration = configuration
    self.slot = slot
    let settings = configuration.policy.detectors.first {
      $0.descriptor.name == DuplicateDetector.descriptor.name
    }?.settings
    seen = FingerprintSet(memoryBytes: (settings?.integer("memory_mb") ?? 64) << 20)
    clerk = try FilterWorker(configuration)
  }

  /// Fills in the values of a batch; batches come in input order.
  func resolve(
    _ analysis: BatchAnalysis,
    of batch: RecordBatch,
    shard: Int
  ) throws -> BatchAnalysis {
    var changed: [Int: Inspection] = [:]
    for (index, document) in analysis.documents.enumerated() {
      guard let duplicates = document.duplicates else { continue }
      var isKept = document.outcome.decision.isKept
      if let inspection = repeats(duplicates, in: document) {
        changed[index] = inspection
        isKept = isKept && configuration.policy.decide(inspection).isKept
      }
      if isKept { remember(duplicates) }
    }
    guard !changed.isEmpty else { return analysis }
    return try clerk.revise(analysis, of: batch, shard: shard, changed: changed)
  }

  /// Opens the file of fingerprints, cut back to a secured length where the run is resumed.
  func openKeys(at length: Int?) throws {
    guard let output = configuration.output else { return }
    let file = try PartialFile(
      folder: output,
      name: Self.keysName,
      start: length == nil ? .replacing : .resuming
    )
    keys = file
    guard let length else { return }
    try file.truncate(to: length)
    try file.readAll { bytes in
      for start in stride(from: 0, to: bytes.count - 7, by: 8) {
        let key = UInt64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
        )
        _ = seen.insert(key)
      }
    }
  }

  /// Secures the fingerprints so far and returns the length of their file.
  func flushKeys() throws -> Int {
    try keys?.append(unwritten)
    unwritten.removeAll(keepingCapacity: true)
    try keys?.flush()
    return keys?.length ?? 0
  }

  /// Takes the file of fingerprints away.
  func discardKeys() throws { try keys?.discard() }

  /// The inspection with what repeats, or nil where nothing does.
  private func repeats(_ keys: DuplicateKeys, in document: JudgedDocument) -> Inspection? {
    let isRepeat = seen.contains(keys.document)
    var local: Set<UInt64> = []
    let paragraphs = keys.paragraphs.filter {
      seen.contains($0.key) || !local.insert($0.key).inserted
    }
    guard isRepeat || !paragraphs.isEmpty else { return nil }
    var inspection = document.inspection
    inspection.beginDetector(firstRule: slot)
    inspection.record(DuplicateDetector.Rule.document.rawValue, isRepeat ? 1 : 0)
    let bytes = paragraphs.reduce(0) { $0 + $1.range.count }
    let share = Double(bytes) / Double(max(1, document.outcome.byteCount))
    inspection.record(DuplicateDetector.Rule.paragraphs.rawValue, share)
    for paragraph in paragraphs {
      inspection.addSpan(DuplicateDetector.Rule.paragraphs.rawValue, paragraph.range)
    }
    return inspection
  }

  private func remember(_ duplicates: DuplicateKeys) {
    for key in [duplicates.document] + duplicates.paragraphs.map(\.key)
    where !seen.contains(key) {
      guard seen.insert(key) else { continue }
      withUnsafeBytes(of: key.littleEndian) { unwritten += $0 }
    }
  }
}
