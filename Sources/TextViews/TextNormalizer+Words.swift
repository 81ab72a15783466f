extension TextNormalizer {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// Cuts the folded text into words and notes those that may be disguised.
  func findWords() {
    let length = folded.count
    let blocks = length / 64 + 1
    masks.count = 0
    masks.reserve(blocks)
    masks.count = blocks
    fillMasks(blocks: blocks, length: length)
    let base = folded.base
    let mask = masks.base
    var carry: UInt64 = 0
    var start = -1
    var previousEnd = -1
    for block in 0..<blocks {
      let bits = mask[block]
      // A set bit wherever a word begins or has just ended.
      var edges = bits ^ (bits << 1 | carry)
      carry = bits >> 63
      while edges != 0 {
        let place = block << 6 | edges.trailingZeroBitCount
        edges &= edges &- 1
        if start < 0 {
          start = place
        } else {
          addWord(base, start, place, after: previousEnd)
          previousEnd = place
          start = -1
        }
      }
    }
    if start >= 0 { addWord(base, start, length, after: previousEnd) }
  }

  /// One bit a byte: letters, digits, and bytes past ASCII that belong to a word.
  private func fillMasks(blocks: Int, length: Int) {
    let raw = UnsafeRawPointer(folded.base)
    for block in 0..<blocks {
      var bits: UInt64 = 0
      for part in 0..<8 {
        let offset = block << 6 | part << 3
        // The padding reaches past the last block that holds a byte of the text.
        guard offset < length else { break }
        let eight = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
        bits |= Self.wordBits(eight) << UInt64(truncatingIfNeeded: part << 3)
      }
      masks.base[block] = bits
    }
    for gap in gaps.elements {
      for place in Int(gap.folded)..<Int(gap.folded + gap.source) {
        masks.base[place >> 6] &= ~(1 << UInt64(truncatingIfNeeded: place & 63))
      }
    }
  }

  @inline(__always)
  private static func wordBits(_ eight: UInt64) -> UInt64 {
    let low = eight & ~tops
    let letters = (low &+ ones &* (0x80 - 0x61)) & ~(low &+ ones &* (0x80 - 0x7B))
    let digits = (low &+ ones &* (0x80 - 0x30)) & ~(low &+ ones &* (0x80 - 0x3A))
    let members = (letters | digits | eight) & tops
    return ((members >> 7) &* 0x0102_0408_1020_4080) >> 56
  }

  @inline(__always)
  private func addWord(
    _ base: UnsafeMutablePointer<UInt8>,
    _ start: Int,
    _ end: Int,
    after previousEnd: Int
  ) {
    let length = end - start
    let joint = start > 0 ? base[start - 1] : 0x0A
    let isSpaced = joint == 0x20 && start - previousEnd == 1
    let isJoined = isSpaced || (previousEnd >= 0 && joins(base, previousEnd, start))
    let word = NormalizedWord(
      start: start,
      length: length,
      isJoined: isJoined,
      hash: NormalizedHash.word(base + start, length: length)
    )
    if Self.isSign(joint) || isSuspect(base + start, length) {
      suspects.append(UInt32(truncatingIfNeeded: words.count))
    }
    words.append(word)
  }

  /// Whether a gap is at most four spaces, hyphens, apostrophes, low lines or line feeds.
  private func joins(_ base: UnsafeMutablePointer<UInt8>, _ from: Int, _ to: Int) -> Bool {
    guard to - from <= 4 else { return false }
    for place in from..<to {
      switch base[place] {
      case 0x20, 0x27, 0x2D, 0x5F, 0x0A, 0x0D, 0x09: continue
      default: return false
      }
    }
    return true
  }

  /// Signs that stand for letters.
  @inline(__always)
  static func isSign(_ byte: UInt8) -> Bool {
    byte == 0x40 || byte == 0x24 || byte == 0x21 || byte == 0x7C || byte == 0x2B
  }

  /// Letters beside digits, a letter three times in a row, or a single letter.
  @inline(__always)
  private func isSuspect(_ word: UnsafeMutablePointer<UInt8>, _ length: Int) -> Bool {
    if length == 1 { return true }
    let raw = UnsafeRawPointer(word)
    var letters: UInt64 = 0
    var digits: UInt64 = 0
    var offset = 0
    repeat {
      let left = min(8, length - offset)
      let kept = ~UInt64(0) >> UInt64(truncatingIfNeeded: 64 - 8 * left)
      let eight = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
      letters |= (eight << 1) & ~eight & kept & Self.tops
      digits |= ~(eight | eight << 1) & kept & Self.tops
      // Zero where a byte equals the next; the eighth has no next here.
      let differences = (eight ^ eight >> 8) | 0xFF << 56
      let equal = (differences &- Self.ones) & ~differences & Self.tops
      if equal & equal >> 8 & kept != 0, left > 2 { return true }
      // Six a step, so that three in a row always fall into one load.
      offset += 6
    } while offset + 2 < length
    return letters != 0 && digits != 0
  }
}
