import CTextKernels

/// Adds up a linear classifier's weights over the words of texts, for one worker.
package final class LinearSums {
  /// Labels that a row of weights has a byte for.
  package static let labelCount = GST_LINEAR_LABELS
  /// Bytes that must follow the weights, since rows are read eight bytes at a time.
  package static let padding = 8

  private let weights: [UInt8]
  private let wordBits: Int
  private let pairBits: Int
  private let parts: Range<Int>
  private let memory: UnsafeMutablePointer<gst_linear_memory>

  /// Prepares to sum; a quarter of a megabyte remembers the sums of words met before.
  ///
  /// - Parameters:
  ///   - weights: A row of a byte a label for each bucket of words, then of pairs, then `padding`.
  ///   - wordBits: Binary logarithm of the number of buckets for words and their parts.
  ///   - pairBits: The same for pairs.
  ///   - parts: Lengths in bytes of the parts of words, at most six.
  package init(weights: [UInt8], wordBits: Int, pairBits: Int, parts: Range<Int>) {
    precondition(weights.count == (1 << wordBits + 1 << pairBits) * Self.labelCount + Self.padding)
    precondition(parts.upperBound <= 7)
    self.weights = weights
    self.wordBits = wordBits
    self.pairBits = pairBits
    self.parts = parts
    let size = GST_LINEAR_PLACES * MemoryLayout<gst_linear_memory>.stride
    let places = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    places.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    memory = places.bindMemory(to: gst_linear_memory.self, capacity: GST_LINEAR_PLACES)
  }

  deinit { UnsafeMutableRawPointer(memory).deallocate() }

  /// The weights of words, of their parts and of the pairs that end in them, label by label.
  ///
  /// - Parameters:
  ///   - words: Which words, by their index.
  ///   - view: The text they stand in.
  /// - Returns: A lane for each label; the others are zero.
  package func sums(of words: Range<Int>, in view: NormalizedText) -> SIMD8<Int32> {
    guard let first = view.words.baseAddress else { return SIMD8() }
    return weights.withUnsafeBytes { rows in
      var model = gst_linear_model(
        rows: rows.baseAddress?.assumingMemoryBound(to: Int8.self),
        word_bits: Int32(wordBits),
        pair_bits: Int32(pairBits),
        shortest_part: Int32(parts.lowerBound),
        longest_part: Int32(parts.upperBound) - 1
      )
      var sums = SIMD8<Int32>()
      first.withMemoryRebound(to: gst_folded_word.self, capacity: view.words.count) { list in
        withUnsafeMutableBytes(of: &sums) { lanes in
          gst_linear_sums(
            &model,
            memory,
            view.bytes,
            list,
            words.lowerBound,
            words.upperBound,
            lanes.baseAddress?.assumingMemoryBound(to: Int32.self)
          )
        }
      }
      return sums
    }
  }
}
