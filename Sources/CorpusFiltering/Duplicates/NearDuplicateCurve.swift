import Glibc
import SafetyCore

/// How likely documents of a similarity share a bucket: 1 - (1 - s^hashes)^buckets.
package struct NearDuplicateCurve: Sendable, Hashable {
  private let buckets: Double
  private let hashes: Double

  package init(buckets: Int, hashes: Int) {
    self.buckets = Double(buckets)
    self.hashes = Double(hashes)
  }

  /// Takes the numbers from a detector's settings.
  package init(_ settings: DetectorSettings) {
    self.init(
      buckets: settings.integer("buckets") ?? 14,
      hashes: settings.integer("hashes") ?? 8
    )
  }

  /// The similarity at which the curve is about steepest, as the literature names it.
  package var threshold: Double { pow(1 / buckets, 1 / hashes) }

  /// The chance that two documents of a similarity share a bucket.
  package func chance(at similarity: Double) -> Double {
    1 - pow(1 - pow(similarity, hashes), buckets)
  }

  /// The similarity from which on documents share a bucket with so much chance.
  package func similarity(at chance: Double) -> Double {
    pow(1 - pow(1 - chance, 1 / buckets), 1 / hashes)
  }
}
