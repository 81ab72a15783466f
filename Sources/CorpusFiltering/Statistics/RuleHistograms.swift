import SafetyCore

/// One histogram a rule, in one flat array.
package struct RuleHistograms: Sendable, Hashable {
  package let scales: [HistogramScale]
  let offsets: [Int]
  var bins: [Int]

  init(quantities: [RuleDescriptor.Quantity]) {
    scales = quantities.map { HistogramScale($0) }
    var offsets: [Int] = []
    var total = 0
    for scale in scales {
      offsets.append(total)
      total += scale.binCount
    }
    self.offsets = offsets
    bins = [Int](repeating: 0, count: total)
  }

  mutating func add(_ value: Double, slot: Int) {
    bins[offsets[slot] + scales[slot].bin(of: value)] += 1
  }

  /// The counts of a rule's bins.
  package subscript(slot: Int) -> ArraySlice<Int> {
    bins[offsets[slot]..<offsets[slot] + scales[slot].binCount]
  }
}
