import Synchronization

/// A bucket of requests for each caller, filled evenly over a minute.
final class RateLimit: Sendable {
  private struct Bucket {
    var tokens: Double
    var seen: ContinuousClock.Instant
  }

  /// Callers that are remembered; the full buckets among them are forgotten first.
  private static let mostCallers = 10_000

  private let perMinute: Int?
  private let buckets = Mutex<[String: Bucket]>([:])

  init(perMinute: Int?) { self.perMinute = perMinute }

  /// Takes a request out of a caller's bucket.
  ///
  /// - Throws: A `ServeFailure` with status 429 and the seconds to wait where it is empty.
  func take(_ caller: String, at now: ContinuousClock.Instant) throws(ServeFailure) {
    guard let perMinute else { return }
    let full = Double(perMinute)
    let missing = buckets.withLock { buckets -> Double in
      if buckets.count >= Self.mostCallers, buckets[caller] == nil {
        Self.forget(&buckets, full, now)
      }
      var bucket = buckets[caller] ?? Bucket(tokens: full, seen: now)
      bucket.tokens = Self.filled(bucket, full, now)
      bucket.seen = now
      let missing = max(0, 1 - bucket.tokens)
      if missing == 0 { bucket.tokens -= 1 }
      buckets[caller] = bucket
      return missing
    }
    guard missing > 0 else { return }
    var failure = ServeFailure.busy("more than \(perMinute) requests in a minute")
    failure.retryAfter = max(1, Int((missing / full * 60).rounded(.up)))
    throw failure
  }

  private static func filled(
    _ bucket: Bucket,
    _ full: Double,
    _ now: ContinuousClock.Instant
  ) -> Double {
    let seconds = Double((now - bucket.seen) / .seconds(1))
    return min(full, bucket.tokens + seconds * full / 60)
  }

  private static func forget(
    _ buckets: inout [String: Bucket],
    _ full: Double,
    _ now: ContinuousClock.Instant
  ) {
    buckets = buckets.filter { filled($0.value, full, now) < full }
    // All of them are busy: whoever comes now is let in, and memory stays bounded.
    if buckets.count >= mostCallers { buckets.removeAll() }
  }
}
