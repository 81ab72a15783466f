import SafetyDetectors

/// The part of an answer that is not written yet, with the changes to be made on the way out.
///
/// Offsets are those of the answer as it came; a change is made once all before it is settled.
struct StreamEdits {
  private struct Edit {
    var range: Range<Int>
    var replacement: String
  }

  /// Bytes from `base` on.
  private var bytes: [UInt8] = []
  private var base = 0
  private var edits: [Edit] = []
  /// Where the next byte to be settled stands.
  private(set) var settled = 0
  /// One past the last byte that was written as it came.
  private(set) var lastWritten = 0
  /// One past the last byte that a placeholder stands for, so that two in a row become one.
  private var lastReplaced = -1
  /// Characters between `settled` and the end.
  private(set) var held = 0
  /// What goes out next.
  private var output: [UInt8] = []

  var end: Int { base + bytes.count }
  /// Whether anything has gone out or is about to.
  private(set) var hasOutput = false

  @inline(__always)
  mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.value < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      bytes += UTF8.encode(scalar).map(Array.init) ?? []
    }
    held += 1
  }

  /// Keeps a span from being written; what is settled of it already stays as it is.
  ///
  /// - Returns: False if a byte of the span has been written, which no correct matcher allows.
  mutating func replace(_ span: Range<Int>, with replacement: String) -> Bool {
    let isKept = lastWritten <= span.lowerBound
    var range = max(span.lowerBound, settled)..<max(span.upperBound, settled)
    guard !range.isEmpty else { return isKept }
    var text =
      range.lowerBound > span.lowerBound || lastReplaced == range.lowerBound
      ? "" : replacement
    // Neighbours and overlaps become one change under the placeholder of the first.
    while let index = edits.firstIndex(where: {
      !$0.range.isEmpty && $0.range.lowerBound <= range.upperBound
        && range.lowerBound <= $0.range.upperBound
    }) {
      let other = edits.remove(at: index)
      if other.range.lowerBound <= range.lowerBound { text = other.replacement }
      range =
        min(
          range.lowerBound,
          other.range.lowerBound
        )..<max(
          range.upperBound,
          other.range.upperBound
        )
    }
    place(Edit(range: range, replacement: text))
    return isKept
  }

  /// Puts a text between two characters; `place` must not be settled yet.
  mutating func insert(_ text: String, at place: Int) {
    self.place(Edit(range: max(place, settled)..<max(place, settled), replacement: text))
  }

  private mutating func place(_ edit: Edit) {
    let index = edits.firstIndex {
      ($0.range.lowerBound, $0.range.upperBound) > (edit.range.lowerBound, edit.range.upperBound)
    }
    edits.insert(edit, at: index ?? edits.count)
  }

  /// Lets everything before an offset go out, changed where it must be.
  @inline(__always)
  mutating func settle(before horizon: Int) {
    if horizon <= settled, edits.isEmpty { return }
    settleEdits(before: horizon)
    if horizon > settled { write(to: min(horizon, end)) }
  }

  private mutating func settleEdits(before horizon: Int) {
    while let edit = edits.first, edit.range.lowerBound <= horizon {
      // An insertion at the very end waits until it is known what follows.
      write(to: edit.range.lowerBound)
      edits.removeFirst()
      output += edit.replacement.utf8
      if !edit.replacement.isEmpty { hasOutput = true }
      guard !edit.range.isEmpty else { continue }
      skip(to: edit.range.upperBound)
      lastReplaced = edit.range.upperBound
    }
  }

  private mutating func write(to offset: Int) {
    guard offset > settled else { return }
    // Mostly one byte, for which a slice would be dear.
    for place in settled - base..<offset - base {
      let byte = bytes[place]
      output.append(byte)
      if byte & 0xC0 != 0x80 { held -= 1 }
    }
    hasOutput = true
    settled = offset
    lastWritten = offset
    compact()
  }

  private mutating func skip(to offset: Int) {
    let slice = bytes[settled - base..<offset - base]
    held -= slice.count { $0 & 0xC0 != 0x80 }
    settled = offset
    compact()
  }

  /// Forgets settled bytes, seldom enough to cost nothing.
  private mutating func compact() {
    guard settled - base >= 4_096 else { return }
    bytes.removeFirst(settled - base)
    base = settled
  }

  /// What is to go out; empties it.
  mutating func takeOutput() -> String {
    defer { output.removeAll(keepingCapacity: true) }
    return String(decoding: output, as: UTF8.self)
  }
}
