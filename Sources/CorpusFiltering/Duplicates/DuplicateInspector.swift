import SafetyCore
import TextViews

/// Computes fingerprints over the text in lower-case ASCII with single spaces.
final class DuplicateInspector: Inspector {
  private(set) var keys = DuplicateKeys(document: 0, paragraphs: [])
  private let paragraphBytes: Int
  private var folded: [UInt8] = []

  init(paragraphBytes: Int) { self.paragraphBytes = paragraphBytes }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    let bytes = subject.bytes
    keys = DuplicateKeys(document: fingerprint(of: bytes, domain: 0), paragraphs: [])
    var start = 0
    while start < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
      let length = ByteSearch.first(ByteSearch.newline, in: rest).map { $0 + 1 } ?? rest.count
      if length >= paragraphBytes {
        let line = UnsafeRawBufferPointer(rebasing: rest[..<length])
        keys.paragraphs.append(
          .init(range: start..<start + length, key: fingerprint(of: line, domain: 1))
        )
      }
      start += length
    }
    // Nothing is known to repeat before the ordered pass over the batches says so.
    inspection.record(DuplicateDetector.Rule.document.rawValue, 0)
    inspection.record(DuplicateDetector.Rule.paragraphs.rawValue, 0)
  }

  private func fingerprint(of bytes: UnsafeRawBufferPointer, domain: UInt8) -> UInt64 {
    folded.removeAll(keepingCapacity: true)
    folded.reserveCapacity(bytes.count + 1)
    folded.append(domain)
    var pendingSpace = false
    for byte in bytes {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        pendingSpace = folded.count > 1
      } else {
        if pendingSpace { folded.append(0x20) }
        pendingSpace = false
        folded.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
      }
    }
    let digest = folded.withUnsafeBytes { Digest.sha256($0) }
    return digest.bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
