import SafetyCore

/// The documents and paragraphs kept so far, by fingerprint.
final class ExactCopies {
  /// What of a document repeats.
  struct Repeats {
    var document: Bool
    var paragraphs: [DuplicateKeys.Paragraph]
  }

  private let slot: Int
  private var seen: FingerprintSet

  /// - Parameters:
  ///   - slot: Of the first rule of `duplicates`.
  ///   - settings: Of the detector.
  init(slot: Int, settings: DetectorSettings) {
    self.slot = slot
    seen = FingerprintSet(memoryBytes: (settings.integer("memory_mb") ?? 64) << 20)
  }

  /// What of a document was kept before or stands in it twice; nil where nothing does.
  func repeats(_ keys: DuplicateKeys) -> Repeats? {
    let isRepeat = seen.contains(keys.document)
    var local: Set<UInt64> = []
    let paragraphs = keys.paragraphs.filter {
      seen.contains($0.key) || !local.insert($0.key).inserted
    }
    guard isRepeat || !paragraphs.isEmpty else { return nil }
    return Repeats(document: isRepeat, paragraphs: paragraphs)
  }

  /// Fills in the values of the detector's rules.
  ///
  /// - Parameters:
  ///   - repeats: Of the document.
  ///   - byteCount: Of its text.
  ///   - inspection: Of the document.
  func record(_ repeats: Repeats, byteCount: Int, in inspection: inout Inspection) {
    inspection.beginDetector(firstRule: slot)
    inspection.record(DuplicateDetector.Rule.document.rawValue, repeats.document ? 1 : 0)
    let bytes = repeats.paragraphs.reduce(0) { $0 + $1.range.count }
    let share = Double(bytes) / Double(max(1, byteCount))
    inspection.record(DuplicateDetector.Rule.paragraphs.rawValue, share)
    for paragraph in repeats.paragraphs {
      inspection.addSpan(DuplicateDetector.Rule.paragraphs.rawValue, paragraph.range)
    }
  }

  /// Takes up a document that is kept, and appends what `replay` needs of it.
  func remember(_ keys: DuplicateKeys, _ records: inout [UInt8]) {
    for key in [keys.document] + keys.paragraphs.map(\.key) where !seen.contains(key) {
      guard seen.insert(key) else { continue }
      withUnsafeBytes(of: key.littleEndian) { records += $0 }
    }
  }

  /// Takes up what an earlier process remembered, in the same order.
  ///
  /// - Parameter records: Whole fingerprints of 8 bytes.
  func replay(_ records: UnsafeRawBufferPointer) {
    for start in stride(from: 0, to: records.count - 7, by: 8) {
      let key = UInt64(
        littleEndian: records.loadUnaligned(fromByteOffset: start, as: UInt64.self)
      )
      _ = seen.insert(key)
    }
  }
}
