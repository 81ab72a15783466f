import Diagnostics
import ReportPages
import SafetyCore
import StrictJSON

/// Intervals as they are on record, in a member of results files that lm-eval's readers pass over.
///
/// Of an interval that reaches further to one side, such as Wilson's, a standard error says too little.
struct ExportedIntervals {
  /// The member's name; under it are tasks, and under them the keys of figures.
  static let member = "gemma_safety_intervals"
  private let tasks: JSONFields?

  /// Finds the member; files that we did not write have none.
  ///
  /// - Throws: `evaluation/import` where it is no object.
  init(in fields: JSONFields) throws { tasks = try fields.object(Self.member) }

  /// The intervals of one task by the keys of their figures.
  static func value(_ intervals: [(key: String, interval: MetricEvent.Interval)]) -> ReportValue {
    .members(
      intervals.filter { number($0.interval.low) != nil && number($0.interval.high) != nil }.map {
        .init(
          name: $0.key,
          value: .object([
            "low": .string($0.interval.low), "high": .string($0.interval.high),
            "level": .string($0.interval.level), "method": .string($0.interval.method),
          ])
        )
      }
    )
  }

  /// The interval of a figure; nil where none was exported.
  ///
  /// - Throws: `evaluation/import` for one that is none.
  func interval(of task: String, _ key: String) throws -> MetricEvent.Interval? {
    guard let entry = try tasks?.object(task)?.object(key) else { return nil }
    func text(_ name: String) throws -> String {
      try entry.required(name, entry.string(name))
    }
    let (low, high, level) = try (text("low"), text("high"), text("level"))
    let method = try text("method")
    guard let start = Self.number(low), let end = Self.number(high), start <= end else {
      throw entry.problem("high", "is no number above `low`")
    }
    guard let share = Self.number(level), share > 0, share < 1 else {
      throw entry.problem("level", "must be a share between 0 and 1")
    }
    guard 1...40 ~= method.utf8.count else {
      throw entry.problem("method", "must be a name of 1 to 40 bytes")
    }
    // Shortest decimals, as every event has them.
    return MetricEvent.Interval(
      low: decimal(start),
      high: decimal(end),
      level: level,
      method: method
    )
  }

  private static func number(_ text: String) -> Double? {
    Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}
