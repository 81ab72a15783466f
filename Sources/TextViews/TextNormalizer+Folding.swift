import CTextKernels

extension TextNormalizer {
  /// Where the folding of a text beyond ASCII stands.
  struct FoldState {
    /// The next byte of the original text.
    var index = 0
    var delta = 0
    /// The last scalar written and the folded offset of its first byte.
    var lastScalar: UInt32 = 0
    var lastOffset = -1
    /// The last original scalar, and the last that was not ignorable.
    var previous: UInt32 = 0
    var previousBase: UInt32 = 0
  }

  /// Folds a text scalar by scalar, its ASCII runs in one piece.
  func foldScalars() {
    folded.count = 0
    guard let from = source.baseAddress else { return endFolding() }
    var state = FoldState()
    while state.index < source.count {
      // The longest step writes eight bytes, or four scalars of four.
      if folded.capacity - folded.count < 32 { folded.reserve(folded.count + 4096) }
      let run = asciiRun(at: state.index)
      if run >= 8 {
        folded.reserve(folded.count + run + 32)
        gst_lower_case(
          from.advanced(by: state.index).assumingMemoryBound(to: UInt8.self),
          run,
          folded.base + folded.count
        )
        folded.count += run
        state.index += run
        state.lastOffset = -1
        continue
      }
      let byte = source[state.index]
      if byte < 0x80 {
        state.lastOffset = folded.count
        state.lastScalar = UInt32(Self.lowercased(byte))
        folded.base[folded.count] = Self.lowercased(byte)
        folded.count += 1
        state.index += 1
        state.previous = UInt32(byte)
        state.previousBase = UInt32(byte)
      } else {
        foldScalar(&state)
      }
    }
    endFolding()
  }

  /// How many eights of bytes follow that are ASCII alone, in bytes.
  private func asciiRun(at start: Int) -> Int {
    var end = start
    while end + 8 <= source.count,
      source.loadUnaligned(fromByteOffset: end, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      end += 8
    }
    return end - start
  }

  /// Folds one scalar past ASCII.
  private func foldScalar(_ state: inout FoldState) {
    restorePrevious(&state)
    let (scalar, length) = decode(at: state.index)
    let entry = scalars.table[scalar]
    if entry & ~NormalizedScalars.isDisguised == NormalizedScalars.isWord {
      write(scalar, isWord: true, &state)
    } else if entry & NormalizedScalars.isIgnorable != 0 {
      foldIgnorable(scalar, length: length, &state)
      state.previous = scalar
      state.index += length
      noteBreak(&state)
      return
    } else {
      if entry & NormalizedScalars.isSuspicious != 0 {
        suspicious.append(UInt32(truncatingIfNeeded: folded.count))
      }
      foldChanged(scalar, entry, &state)
    }
    state.previous = scalar
    state.previousBase = scalar
    state.index += length
    noteBreak(&state)
  }

  private func foldChanged(_ scalar: UInt32, _ entry: UInt32, _ state: inout FoldState) {
    let value = entry & NormalizedScalars.changeMask
    if entry & NormalizedScalars.isExpansion != 0, Int(value) < scalars.expansions.count {
      for part in scalars.expansions[Int(value)] {
        write(part, isWord: scalars.table[part] & NormalizedScalars.isWord != 0, &state)
      }
      return
    }
    if entry & NormalizedScalars.isCombining != 0, state.lastOffset >= 0,
      let composite = scalars.composite(state.lastScalar, scalar)
    {
      folded.count = state.lastOffset
      while breaks.count > 0, Int(breaks.base[breaks.count - 1].folded) > folded.count {
        breaks.count -= 1
      }
      write(composite, isWord: true, &state)
      return
    }
    let target = scalar ^ value
    let known = value == 0 ? entry : scalars.table[target]
    write(target, isWord: known & NormalizedScalars.isWord != 0, &state)
  }

  /// Strips an invisible character inside a word, and keeps one that an orthography asks for.
  private func foldIgnorable(_ scalar: UInt32, length: Int, _ state: inout FoldState) {
    let next = nextBase(after: state.index + length)
    switch InvisibleUse(scalar, previous: state.previous, base: state.previousBase, next: next) {
    case .kept:
      let isJoiner = scalar == 0x200C || scalar == 0x200D
      let afterWord = scalars.table[state.previousBase] & NormalizedScalars.isWord != 0
      write(scalar, isWord: isJoiner && afterWord, &state)
    case .stripped: break
    case .misplaced:
      misplaced.append(UInt32(truncatingIfNeeded: state.index))
      removals.append(UInt32(truncatingIfNeeded: folded.count))
    }
  }

  /// Learns the scalar before from the text where an ASCII run was copied whole.
  private func restorePrevious(_ state: inout FoldState) {
    guard state.index > 0, state.lastOffset < 0, source[state.index - 1] < 0x80 else { return }
    state.previous = UInt32(source[state.index - 1])
    state.previousBase = state.previous
    state.lastOffset = folded.count - 1
    state.lastScalar = UInt32(folded.base[folded.count - 1])
  }

  private func noteBreak(_ state: inout FoldState) {
    let delta = state.index - folded.count
    guard delta != state.delta else { return }
    state.delta = delta
    let entry = NormalizedBreak(
      folded: UInt32(truncatingIfNeeded: folded.count),
      source: UInt32(truncatingIfNeeded: state.index)
    )
    if breaks.count > 0, breaks.base[breaks.count - 1].folded == entry.folded {
      breaks.base[breaks.count - 1] = entry
    } else {
      breaks.append(entry)
    }
  }

  /// Writes a scalar; room for it has been made.
  private func write(_ scalar: UInt32, isWord: Bool, _ state: inout FoldState) {
    let offset = folded.count
    if folded.capacity - offset < 8 { folded.reserve(offset + 4096) }
    let to = folded.base + offset
    switch scalar {
    case 0..<0x80:
      to[0] = UInt8(scalar)
      folded.count = offset + 1
    case 0x80..<0x800:
      to[0] = UInt8(0xC0 | scalar >> 6)
      to[1] = UInt8(0x80 | scalar & 63)
      folded.count = offset + 2
    case 0x800..<0x10000:
      to[0] = UInt8(0xE0 | scalar >> 12)
      to[1] = UInt8(0x80 | scalar >> 6 & 63)
      to[2] = UInt8(0x80 | scalar & 63)
      folded.count = offset + 3
    default:
      to[0] = UInt8(0xF0 | scalar >> 18 & 7)
      to[1] = UInt8(0x80 | scalar >> 12 & 63)
      to[2] = UInt8(0x80 | scalar >> 6 & 63)
      to[3] = UInt8(0x80 | scalar & 63)
      folded.count = offset + 4
    }
    state.lastScalar = scalar
    state.lastOffset = offset
    guard !isWord, scalar >= 0x80 else { return }
    gaps.append(
      NormalizedBreak(
        folded: UInt32(truncatingIfNeeded: offset),
        source: UInt32(truncatingIfNeeded: folded.count - offset)
      )
    )
  }

  /// The scalar at an offset of the original text and its length; cut-off bytes count one each.
  func decode(at index: Int) -> (scalar: UInt32, length: Int) {
    let lead = UInt32(source[index])
    let length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard length > 1 else { return (lead < 0x80 ? lead : 0xFFFD, 1) }
    guard index + length <= source.count else { return (0xFFFD, 1) }
    var scalar = lead & (0x7F >> UInt32(length))
    for step in 1..<length { scalar = scalar << 6 | UInt32(source[index + step] & 0x3F) }
    return (scalar < 0x110000 ? scalar : 0xFFFD, length)
  }

  /// The next scalar that is not ignorable, or zero at the end or after eight that are.
  private func nextBase(after start: Int) -> UInt32 {
    var index = start
    for _ in 0..<8 where index < source.count {
      let (scalar, length) = decode(at: index)
      if scalars.table[scalar] & NormalizedScalars.isIgnorable == 0 { return scalar }
      index += length
    }
    return 0
  }
}
