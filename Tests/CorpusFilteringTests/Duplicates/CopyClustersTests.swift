import CorpusFiltering
import SafetyCore
import Testing

struct CopyClustersTests {
  @Test func `counts clusters by sizes that double and lists the largest in order`() {
    var clusters = CopyClusters(remembered: 100, forgotten: 0)
    for (number, copies) in [1, 2, 3, 6, 7, 30, 1, 7, 1, 1, 1, 1, 1].enumerated() {
      clusters.add(copies: copies) {
        OriginalDocument(id: "kettle-\(number)", shard: 0, line: number + 1)
      }
    }
    // Two and three; four to seven; eight to fifteen; sixteen to thirty-one.
    #expect(clusters.bySize == [8, 2, 2, 1])
    #expect(clusters.count == 13)
    #expect(CopyClusters.sizes(at: 0) == 2...3)
    #expect(CopyClusters.sizes(at: 3) == 16...31)
    #expect(clusters.largest.count == CopyClusters.listed)
    #expect(clusters.largest.map(\.copies) == [30, 7, 7, 6, 3, 2, 1, 1, 1, 1])
    #expect(
      clusters.largest.prefix(3).map(\.original.id) == ["kettle-5", "kettle-4", "kettle-7"]
    )
  }

  @Test func `knows where the curve of the published numbers stands`() {
    let curve = NearDuplicateCurve(buckets: 14, hashes: 8)
    #expect(abs(curve.threshold - 0.7190) < 0.0001)
    #expect(abs(curve.chance(at: 0.75) - 0.7716) < 0.0001)
    #expect(abs(curve.chance(at: curve.similarity(at: 0.5)) - 0.5) < 1e-9)
    #expect(curve.chance(at: 0) == 0 && curve.chance(at: 1) == 1)
    #expect(NearDuplicateCurve(buckets: 1, hashes: 1).chance(at: 0.25) == 0.25)
  }
}
