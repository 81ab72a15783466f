/// Packs the tokens of a text, as they come, into windows of whole sentences.
///
/// A window takes sentences until the next one does not fit, and the next window begins with the
/// last few again, if they fill no more than half of it. A sentence that is longer than a window is
/// cut into quarters of one, which are then packed and repeated as sentences are. However the tokens
/// come in pieces, the windows are the same.
package struct WindowPacker {
  /// Tokens of a window without special ones.
  private let room: Int
  private let overlap: Int
  private let text: Int
  private let byteCount: Int
  private var sentences: SentenceEnds
  private var sentenceEnd: Int

  private var ids: [Int32] = []
  private var starts: [Int] = []
  private var ends: [Int] = []
  /// Where the units of the window end, counted in its tokens.
  private var units: [Int] = []
  /// Whether the sentence at hand did not fit a window and is being cut.
  private var isCutting = false

  /// Makes ready for a text, which must outlive the packer.
  ///
  /// - Parameters:
  ///   - bytes: The whole text.
  ///   - number: Under which its windows are queued.
  ///   - options: The size of windows.
  ///   - specialTokens: How many tokens each window loses to special ones.
  package init(
    _ bytes: UnsafeRawBufferPointer,
    number: Int,
    options: WindowOptions,
    specialTokens: Int
  ) {
    room = max(1, options.tokens - specialTokens)
    overlap = options.overlapSentences
    text = number
    byteCount = bytes.count
    sentences = SentenceEnds(bytes)
    sentenceEnd = sentences.next()
  }

  /// Takes the next token, whose bytes are counted in the whole text.
  package mutating func append(_ id: Int32, start: Int, end: Int, to queue: inout WindowQueue) {
    if start >= sentenceEnd, sentenceEnd < byteCount {
      closeUnit(at: ids.count, &queue)
      isCutting = false
      while start >= sentenceEnd, sentenceEnd < byteCount { sentenceEnd = sentences.next() }
    }
    ids.append(id)
    starts.append(start)
    ends.append(end)
    if ids.count - closed > room { isCutting = true }
    guard isCutting else { return }
    let quarter = max(1, room / 4)
    while ids.count - closed >= quarter { closeUnit(at: closed + quarter, &queue) }
  }

  /// Queues what is left; the packer is of no use afterwards.
  package mutating func finish(into queue: inout WindowQueue) {
    closeUnit(at: ids.count, &queue)
    emit(to: &queue)
  }

  /// Tokens of closed units, all of which fit one window.
  private var closed: Int { units.last ?? 0 }

  private mutating func closeUnit(at end: Int, _ queue: inout WindowQueue) {
    let length = end - closed
    guard length > 0 else { return }
    guard end > room, !units.isEmpty else {
      units.append(end)
      return
    }
    emit(to: &queue)
    let first = firstRepeated(before: length)
    let dropped = first == 0 ? 0 : units[first - 1]
    ids.removeSubrange(..<dropped)
    starts.removeSubrange(..<dropped)
    ends.removeSubrange(..<dropped)
    units.removeSubrange(..<first)
    for index in units.indices { units[index] -= dropped }
    units.append(closed + length)
  }

  /// The first unit of the window that the next one repeats; the number of units for none.
  private func firstRepeated(before length: Int) -> Int {
    var first = units.count
    while first > 1, units.count - first < overlap {
      let repeated = closed - units[first - 2]
      guard repeated <= room / 2, repeated + length <= room else { break }
      first -= 1
    }
    return first
  }

  private func emit(to queue: inout WindowQueue) {
    let tokens = 0..<closed
    guard !tokens.isEmpty else { return }
    let lower = starts[tokens].min() ?? 0
    let upper = max(lower, ends[tokens].max() ?? lower)
    queue.append(text: text, bytes: lower..<upper, ids: ids[tokens])
  }
}
