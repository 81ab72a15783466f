import CTextKernels

/// A text as scalars and their classes: what the slow reference of the measures works on.
package struct ScalarText {
  /// A half-open run of scalars.
  typealias Run = Range<Int>

  let scalars: [UInt32]
  let classes: [UInt16]

  package init(_ bytes: some Sequence<UInt8>) {
    var scalars: [UInt32] = []
    for byte in bytes {
      switch byte {
      case 0x80..<0xC0:
        if let last = scalars.popLast() { scalars.append(last << 6 | UInt32(byte & 0x3F)) }
      case 0xC0..<0xE0: scalars.append(UInt32(byte & 0x1F))
      case 0xE0..<0xF0: scalars.append(UInt32(byte & 0x0F))
      case 0xF0...: scalars.append(UInt32(byte & 0x07))
      default: scalars.append(UInt32(byte))
      }
    }
    self.init(scalars: scalars)
  }

  init(scalars: [UInt32]) {
    self.scalars = scalars
    classes = scalars.map { gst_scalar_class($0) }
  }

  func has(_ flag: Int, at index: Int) -> Bool { Int(classes[index]) & flag != 0 }

  func isSpace(_ index: Int) -> Bool { has(GST_SPACE, at: index) }

  func stripped(_ run: Run) -> Run {
    var (lower, upper) = (run.lowerBound, run.upperBound)
    while lower < upper, isSpace(lower) { lower += 1 }
    while lower < upper, isSpace(upper - 1) { upper -= 1 }
    return lower..<upper
  }

  func whitespaceWords(in run: Run) -> [Run] {
    runs(in: run) { !isSpace($0) }
  }

  /// Maximal runs of scalars that pass.
  func runs(in run: Run, where passes: (Int) -> Bool) -> [Run] {
    var found: [Run] = []
    var start: Int?
    for index in run {
      if passes(index) {
        start = start ?? index
      } else if let first = start {
        found.append(first..<index)
        start = nil
      }
    }
    if let start { found.append(start..<run.upperBound) }
    return found
  }

  /// Python's `splitlines`: CRLF is one break, and a break at the end opens no line.
  func splitLines() -> [Run] {
    var lines: [Run] = []
    var start = 0
    var index = 0
    while index < scalars.count {
      guard has(GST_BREAK, at: index) else {
        index += 1
        continue
      }
      lines.append(start..<index)
      let isPair = scalars[index] == 13 && index + 1 < scalars.count && scalars[index + 1] == 10
      index += isPair ? 2 : 1
      start = index
    }
    if start < scalars.count { lines.append(start..<scalars.count) }
    return lines
  }

  /// Pieces between runs of at least `least` line feeds, empty ones at either end included.
  func pieces(of run: Run, betweenLineFeeds least: Int) -> [Run] {
    var found: [Run] = []
    var start = run.lowerBound
    for feeds in runs(in: run, where: { scalars[$0] == 10 }) where feeds.count >= least {
      found.append(start..<feeds.lowerBound)
      start = feeds.upperBound
    }
    found.append(start..<run.upperBound)
    return found
  }

  /// Pieces between single line feeds.
  func lineFeedLines() -> [Run] {
    var found: [Run] = []
    var start = 0
    for index in scalars.indices where scalars[index] == 10 {
      found.append(start..<index)
      start = index + 1
    }
    found.append(start..<scalars.count)
    return found
  }

  func ends(_ run: Run, with suffix: String) -> Bool {
    let wanted = suffix.unicodeScalars.map(\.value)
    return run.count >= wanted.count && scalars[run].suffix(wanted.count).elementsEqual(wanted)
  }

  /// Non-overlapping occurrences, from the left.
  func count(of text: String, in run: Run) -> Int {
    let wanted = text.unicodeScalars.map(\.value)
    var (found, index) = (0, run.lowerBound)
    while index + wanted.count <= run.upperBound {
      let isHit = scalars[index..<index + wanted.count].elementsEqual(wanted)
      found += isHit ? 1 : 0
      index += isHit ? wanted.count : 1
    }
    return found
  }
}
