import CTextKernels

/// Folds texts for matching; one belongs to one worker and keeps its memory from text to text.
///
/// ASCII text costs a lower-casing copy and a pass over its words; offsets stay the same there.
package final class TextNormalizer {
  /// Bytes after the folded text that matchers may read.
  static let padding = 64

  let scalars = NormalizedScalars.shared
  let folded = NormalizedBuffer<UInt8>(capacity: 4096)
  let words = NormalizedBuffer<NormalizedWord>()
  let candidates = NormalizedBuffer<NormalizedCandidate>()
  let breaks = NormalizedBuffer<NormalizedBreak>()
  let misplaced = NormalizedBuffer<UInt32>()
  /// Folded offsets of scalars past ASCII that belong to no word, and their lengths.
  let gaps = NormalizedBuffer<NormalizedBreak>()
  /// Folded offsets of letters that disguises are made of.
  let suspicious = NormalizedBuffer<UInt32>()
  /// Folded offsets at which an invisible character was taken out of a word.
  let removals = NormalizedBuffer<UInt32>()
  /// Indices of words with letters and digits, signs, single letters or a letter three times.
  let suspects = NormalizedBuffer<UInt32>()
  let masks = NormalizedBuffer<UInt64>()

  var source = UnsafeRawBufferPointer(start: nil, count: 0)
  private var known: NormalizedText?

  let instructionSet: Int32

  /// Allocates the first few kilobytes.
  ///
  /// - Parameter instructionSet: What the text kernels run on.
  package init(instructionSet: Int = GST_ISA_BEST) {
    self.instructionSet = gst_chosen_isa(Int32(instructionSet))
  }

  /// Forgets the text at hand; `view(of:isASCII:)` folds anew after this.
  package func reset() { known = nil }

  /// The folded view of a text, computed at the first call after `reset()`.
  ///
  /// - Parameters:
  ///   - bytes: Valid UTF-8 of less than 2^30 bytes; must outlive the view.
  ///   - isASCII: Whether no byte exceeds 0x7F.
  /// - Returns: A view into this normaliser's memory.
  package func view(of bytes: UnsafeRawBufferPointer, isASCII: Bool) -> NormalizedText {
    if let known { return known }
    source = bytes
    for buffer in [suspicious, removals, suspects, misplaced] { buffer.count = 0 }
    breaks.count = 0
    gaps.count = 0
    words.count = 0
    candidates.count = 0
    if isASCII { foldASCII() } else { foldScalars() }
    let length = folded.count
    findWords()
    folded.count = length + Self.padding
    findDisguises()
    let view = currentView(byteCount: length)
    known = view
    return view
  }

  /// A view of what has been found so far; none of the text itself where it is to have no bytes.
  func currentView(byteCount: Int) -> NormalizedText {
    NormalizedText(
      bytes: UnsafePointer(folded.base),
      byteCount: byteCount,
      words: words.elements,
      candidates: candidates.elements,
      misplacedInvisibles: misplaced.elements,
      source: source,
      breaks: breaks.elements
    )
  }

  /// Lower-cases a whole text into the folded buffer.
  private func foldASCII() {
    folded.count = 0
    folded.reserve(source.count + Self.padding)
    folded.count = source.count
    guard let from = source.baseAddress else { return endFolding() }
    gst_lower_case(from.assumingMemoryBound(to: UInt8.self), source.count, folded.base)
    endFolding()
  }

  /// Clears the padding after the folded text.
  func endFolding() {
    folded.reserve(folded.count + Self.padding)
    (folded.base + folded.count).update(repeating: 0, count: Self.padding)
  }

  @inline(__always)
  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }
}
