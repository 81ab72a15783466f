import CTextKernels

extension TextNormalizer {
  /// Cuts the folded text into words and notes those that may be disguised.
  func findWords() {
    let length = folded.count
    masks.count = 0
    masks.reserve(length / 64 + 1)
    masks.count = length / 64 + 1
    gst_mask_words(folded.base, length, instructionSet, masks.base)
    for gap in gaps.elements {
      for place in Int(gap.folded)..<Int(gap.folded + gap.source) {
        masks.base[place >> 6] &= ~(1 << UInt64(truncatingIfNeeded: place & 63))
      }
    }
    let most = length / 2 + 1
    words.reserve(most)
    suspects.reserve(most)
    words.count = words.base.withMemoryRebound(to: gst_folded_word.self, capacity: most) {
      gst_find_words(
        folded.base,
        length,
        instructionSet,
        masks.base,
        $0,
        suspects.base,
        &suspects.count
      )
    }
  }

  /// Signs that stand for letters.
  @inline(__always)
  static func isSign(_ byte: UInt8) -> Bool {
    byte == 0x40 || byte == 0x24 || byte == 0x21 || byte == 0x7C || byte == 0x2B
  }
}
