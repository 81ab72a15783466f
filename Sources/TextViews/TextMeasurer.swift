import CTextKernels
import SafetyCore

/// Measures texts one after another in scratch memory that grows with the longest of them only.
package final class TextMeasurer {
  private let words: WordDefinition
  private let instructionSet: Int
  private var scratch = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  package init(words: WordDefinition, instructionSet: Int = GST_ISA_BEST) {
    self.words = words
    self.instructionSet = instructionSet
  }

  /// What the text kernels run on here: `avx512`, `avx2`, `neon` or `plain`.
  package static var instructionSetName: String {
    switch Int(gst_chosen_isa(Int32(GST_ISA_BEST))) {
    case GST_ISA_AVX512: "avx512"
    case GST_ISA_AVX2: "avx2"
    case GST_ISA_NEON: "neon"
    default: "plain"
    }
  }

  deinit {
    scratch.deallocate()
  }

  /// Gives the same integers on every processor, and those of `TextMeasures.reference`.
  ///
  /// - Parameter text: Valid UTF-8 with at least 64 readable bytes after its end.
  /// - Returns: Every count of the text.
  package func measure(_ text: UnsafeRawBufferPointer) -> TextMeasures {
    // An empty buffer may have no address at all.
    guard let start = text.baseAddress, !text.isEmpty else {
      return withUnsafeTemporaryAllocation(byteCount: 64, alignment: 64) { buffer in
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        return measure(UnsafeRawPointer(buffer.baseAddress ?? scratchStart(for: 0)), count: 0)
      }
    }
    return measure(start, count: text.count)
  }

  private func measure(_ start: UnsafeRawPointer, count: Int) -> TextMeasures {
    var counts = gst_text_measures()
    gst_measure_text(
      start.assumingMemoryBound(to: UInt8.self),
      count,
      words == .unicode ? 1 : 0,
      Int32(instructionSet),
      scratchStart(for: count),
      &counts
    )
    return TextMeasures(counts)
  }

  /// Counts as Dolma's Gopher tagger does, under the terms of `measure`.
  package func measureDolma(_ text: UnsafeRawBufferPointer) -> DolmaMeasures {
    guard let start = text.baseAddress, !text.isEmpty else { return DolmaMeasures() }
    var counts = gst_dolma_measures()
    gst_measure_dolma(
      start.assumingMemoryBound(to: UInt8.self),
      text.count,
      words == .unicode ? 1 : 0,
      Int32(instructionSet),
      scratchStart(for: text.count),
      &counts
    )
    return DolmaMeasures(counts)
  }

  private func scratchStart(for count: Int) -> UnsafeMutableRawPointer {
    let needed = gst_measure_scratch_size(count)
    if let start = scratch.baseAddress, scratch.count >= needed { return start }
    scratch.deallocate()
    let start = UnsafeMutableRawPointer.allocate(byteCount: needed, alignment: 64)
    scratch = UnsafeMutableRawBufferPointer(start: start, count: needed)
    return start
  }

  /// Every byte that continues no other scalar begins one.
  static func scalarCount(of text: UnsafeRawBufferPointer) -> Int {
    var continuations = 0
    var index = 0
    while index + 8 <= text.count {
      let eight = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      // A multiplication adds the eight bits up, which few processors' baseline can do otherwise.
      let bits = eight >> 7 & ~(eight >> 6) & 0x0101_0101_0101_0101
      continuations += Int(truncatingIfNeeded: (bits &* 0x0101_0101_0101_0101) >> 56)
      index += 8
    }
    for byte in text[index...] { continuations += byte & 0xC0 == 0x80 ? 1 : 0 }
    return text.count - continuations
  }

  static func isASCII(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let start = text.baseAddress else { return true }
    return gst_is_ascii(start.assumingMemoryBound(to: UInt8.self), text.count) == 1
  }
}
