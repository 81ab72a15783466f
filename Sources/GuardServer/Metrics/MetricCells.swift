import CoreMetrics
import Synchronization

/// A number that counters add to and meters set.
final class NumberCell: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler {
  private let number = Mutex(0.0)

  var value: Double { number.withLock { $0 } }

  func increment(by amount: Int64) { number.withLock { $0 += Double(amount) } }
  func increment(by amount: Double) { number.withLock { $0 += amount } }
  func decrement(by amount: Double) { number.withLock { $0 -= amount } }
  func set(_ value: Int64) { number.withLock { $0 = Double(value) } }
  func set(_ value: Double) { number.withLock { $0 = value } }
  func record(_ value: Int64) { set(value) }
  func record(_ value: Double) { set(value) }
  func reset() { set(0.0) }
}

/// Counts values by bounds.
final class HistogramCell: RecorderHandler, TimerHandler {
  /// Seconds for times; else whole numbers by powers of two.
  static let times = [
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
  ]
  static let sizes = [0.0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096]

  let bounds: [Double]
  private let state: Mutex<(counts: [Int], sum: Double)>

  init(isTime: Bool) {
    bounds = isTime ? Self.times : Self.sizes
    state = Mutex(([Int](repeating: 0, count: bounds.count + 1), 0))
  }

  /// Values by bound, those beyond all bounds last, and the sum of all.
  var counts: (counts: [Int], sum: Double) { state.withLock { $0 } }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    let place = bounds.firstIndex { value <= $0 } ?? bounds.count
    state.withLock { state in
      state.counts[place] += 1
      state.sum += value
    }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
