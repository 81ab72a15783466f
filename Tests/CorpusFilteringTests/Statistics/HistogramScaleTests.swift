import Testing

import CorpusFiltering

@Suite struct `Histogram scale` {
  @Test(arguments: [HistogramScale.flags, .shares, .counts])
  func `puts the lower edge of every bin into that bin`(scale: HistogramScale) {
    for bin in 0..<scale.binCount {
      #expect(scale.bin(of: scale.lowerEdge(of: bin)) == bin)
      if bin > 0 { #expect(scale.lowerEdge(of: bin) > scale.lowerEdge(of: bin - 1)) }
    }
  }

  @Test(arguments: [HistogramScale.flags, .shares, .counts])
  func `puts anything beyond its ends into the end bins`(scale: HistogramScale) {
    #expect(scale.bin(of: -5) == 0)
    #expect(scale.bin(of: -.infinity) == 0)
    #expect(scale.bin(of: 1e300) == scale.binCount - 1)
    #expect(scale.bin(of: .infinity) == scale.binCount - 1)
  }

  @Test func `cuts an octave in four`() {
    #expect([4.0, 5, 6, 7, 8].map { HistogramScale.counts.bin(of: $0) } == [9, 10, 11, 12, 13])
    #expect(HistogramScale.counts.bin(of: 0.99) == 0)
  }
}
