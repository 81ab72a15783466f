#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The ratio of two rates with its 95% interval, by Katz's log method.
///
/// Half an event is added to every count (Walter 1975), so that zero counts have an interval too;
/// it is wide then, as it should be. A group without an event has the ratio 0 and an interval from 0:
/// what the added half makes of none is no estimate, and no number of documents excludes a rate of 0.
package struct RateRatio: Sendable, Hashable {
  package let ratio: Double
  package let lower: Double
  package let upper: Double

  /// Compares `events` of `total` with `otherEvents` of `otherTotal`; nil where a side is empty or
  /// neither has an event, so that the added halves would be compared with each other.
  package init?(events: Int, of total: Int, against otherEvents: Int, of otherTotal: Int) {
    guard total > 0, otherTotal > 0, events + otherEvents > 0 else { return nil }
    let a = Double(events) + 0.5
    let n = Double(total) + 0.5
    let b = Double(otherEvents) + 0.5
    let m = Double(otherTotal) + 0.5
    let center = log(a / n) - log(b / m)
    let deviation = max(0, 1 / a - 1 / n + 1 / b - 1 / m).squareRoot()
    ratio = events == 0 ? 0 : exp(center)
    lower = events == 0 ? 0 : exp(center - 1.959964 * deviation)
    upper = exp(center + 1.959964 * deviation)
  }
}
