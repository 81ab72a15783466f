import SafetyCore

/// The documents and paragraphs kept so far, by fingerprint.
final class ExactCopies {
  /// What of a document repeats.
  struct Repeats {
    var document: Bool
    var paragraphs: [DuplicateKeys.Paragraph]
  }

  static let fileName = ".seen-fingerprints"

  private let slot: Int
  private var seen: FingerprintSet
  private let file = SeenFile(name: fileName)

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

  /// Takes up a document that is kept.
  ///
  /// - Throws: What writing the file of fingerprints throws.
  func remember(_ keys: DuplicateKeys) throws {
    for key in [keys.document] + keys.paragraphs.map(\.key) where !seen.contains(key) {
      guard seen.insert(key) else { continue }
      try withUnsafeBytes(of: key.littleEndian) { try file.append($0) }
    }
  }

  /// Opens the file of fingerprints in the order in which they were remembered.
  func open(in folder: String?, at length: Int?) throws {
    try file.open(in: folder, at: length) { bytes in
      for start in stride(from: 0, to: bytes.count - 7, by: 8) {
        let key = UInt64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
        )
        _ = seen.insert(key)
      }
    }
  }

  /// Secures the fingerprints so far and returns the length of their file.
  func flush() throws -> Int { try file.flush() }

  /// Takes the file of fingerprints away.
  func discard() throws { try file.discard() }
}
