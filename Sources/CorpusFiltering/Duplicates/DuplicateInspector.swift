import SafetyCore
import TextViews

/// Computes fingerprints over the text in lower-case ASCII with single spaces.
final class DuplicateInspector: Inspector {
  private(set) var keys = DuplicateKeys(document: 0, paragraphs: [])
  private let paragraphBytes: Int
  private let arena = ScratchArena()

  /// Where a line begins in the text, and its bytes in folded form.
  private struct Line {
    var range: Range<Int>
    var folded: Range<Int>
  }

  init(paragraphBytes: Int) { self.paragraphBytes = paragraphBytes }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    let folded = arena.reserve(subject.bytes.count)
    let (count, lines) = fold(subject.bytes, into: folded)
    let bytes = UnsafeRawBufferPointer(folded)
    keys = DuplicateKeys(
      document: Self.fingerprint(of: bytes[..<count], domain: 0),
      paragraphs: lines.map { line in
        let key = Self.fingerprint(of: bytes[line.folded], domain: 1)
        return .init(range: line.range, key: key)
      }
    )
    // Nothing is known to repeat before the ordered pass over the batches says so.
    inspection.record(DuplicateDetector.Rule.document.rawValue, 0)
    inspection.record(DuplicateDetector.Rule.paragraphs.rawValue, 0)
  }

  /// Folds a text in one pass, of which the folded form of each line is a part.
  ///
  /// - Returns: The length of the folded text, and the lines of `paragraphBytes` and more.
  private func fold(
    _ text: UnsafeRawBufferPointer,
    into folded: UnsafeMutableRawBufferPointer
  ) -> (count: Int, lines: [Line]) {
    var lines: [Line] = []
    var count = 0
    var start = 0
    while start < text.count {
      let end = ByteSearch.first(ByteSearch.newline, in: text, from: start).map { $0 + 1 }
      let line = start..<(end ?? text.count)
      let from = count
      let bytes = UnsafeRawBufferPointer(rebasing: text[line])
      count = SpaceFolding.append(bytes, to: folded, count: count)
      if line.count >= paragraphBytes {
        lines.append(Line(range: line, folded: Self.trimmed(from..<count, of: folded)))
      }
      start = line.upperBound
    }
    return (Self.trimmed(0..<count, of: folded).upperBound, lines)
  }

  /// Without the space that ends a folded range.
  private static func trimmed(
    _ range: Range<Int>,
    of folded: UnsafeMutableRawBufferPointer
  ) -> Range<Int> {
    guard let last = range.last, folded[last] == 0x20 else { return range }
    return range.lowerBound..<last
  }

  private static func fingerprint(
    of bytes: Slice<UnsafeRawBufferPointer>,
    domain: UInt8
  ) -> UInt64 {
    var hasher = Hasher256()
    withUnsafeBytes(of: domain) { hasher.update($0) }
    hasher.update(UnsafeRawBufferPointer(rebasing: bytes))
    return hasher.finalize().bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
