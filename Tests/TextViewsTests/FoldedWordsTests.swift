import CTextKernels
import FuzzSupport
import TextViews
import Testing

/// Holds the kernel that cuts folded texts into words to the plainest definition.
struct FoldedWordsTests {
  private static let pieces = [
    "a", "k", "7", "tea", "silver", "kettle", "SILVER", "k3ttle", "kettttle", "sixteen0letters1",
    "seventeenletters1", "eightchr", "é", "茶", "ééé", "111", "—", "、", "-", "--", "'", "_", "\n",
    "\r\n", "\t", ". ", ", ", " ", "  ", "     ", "$", "@", "!", "|", "+", "\u{0}", "\u{7F}", "`",
    "{",
  ]
  private static let letters: [Unicode.Scalar] = ["é", "茶"]

  private static func isMember(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isASCIIHexDigit || ("a"..."z").contains(scalar)
      || ("0"..."9").contains(scalar) || letters.contains(scalar)
  }

  /// Runs of letters and digits, each joined to the last by at most four of a few separators.
  private static func reference(_ text: String) -> [NormalizedWord] {
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 64)
    var words: [NormalizedWord] = []
    var (start, place, gap): (Int?, Int, [UInt8]) = (nil, 0, [])
    func end() {
      guard let first = start else { return }
      let hash = bytes[first...].withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { NormalizedHash.word($0, length: place - first) } ?? 0
      }
      let joins = gap.count <= 4 && gap.allSatisfy(" '-_\n\r\t".utf8.contains)
      words.append(
        NormalizedWord(
          start: first,
          length: place - first,
          isJoined: joins && !words.isEmpty,
          hash: hash
        )
      )
      (start, gap) = (nil, [])
    }
    for scalar in text.unicodeScalars {
      if isMember(scalar) {
        if start == nil { start = place }
      } else {
        end()
        gap += Array(String(scalar).utf8)
      }
      place += String(scalar).utf8.count
    }
    end()
    return words
  }

  @Test(arguments: 1...200)
  func `cuts words as the plainest definition does`(seed: UInt64) {
    var chance = Fuzz.Generator(seed: seed)
    let text = (0..<Int.random(in: 0...400, using: &chance))
      .map { _ in Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &chance)] }.joined()
    var candidates: [[UInt32]] = []
    for instructionSet in [GST_ISA_PLAIN, GST_ISA_BEST] {
      let normalizer = TextNormalizer(instructionSet: instructionSet)
      let bytes = Array(text.utf8)
      bytes.withUnsafeBytes { buffer in
        let view = normalizer.view(of: buffer, isASCII: bytes.allSatisfy { $0 < 0x80 })
        let folded = UnsafeBufferPointer(start: view.bytes, count: view.byteCount)
        let expected = Self.reference(String(decoding: folded, as: UTF8.self))
        #expect(view.words.elementsEqual(expected), "seed \(seed)")
        candidates.append(view.candidates.flatMap { [$0.foldedStart, $0.foldedEnd] })
      }
    }
    #expect(candidates[0] == candidates[1], "seed \(seed)")
  }
}
