/// One figure of an evaluation, with its uncertainty and all that it depends on.
///
/// A model card prints such figures and a release gate decides on them; each is a leaf of the log, so
/// that a proof of it needs no other event.
package struct MetricEvent: EventBody {
  package static let kind = "metric"

  /// The range that a figure lies in, by a named method.
  package struct Interval: Sendable, Hashable {
    /// Decimals in the unit of the value.
    package var low: String
    package var high: String
    /// The share of such intervals that hold the true value, such as `0.95`.
    package var level: String
    /// `wilson`, `bootstrap`, `clopper-pearson`, `normal` or what an importer names.
    package var method: String

    package init(low: String, high: String, level: String, method: String) {
      self.low = low
      self.high = high
      self.level = level
      self.method = method
    }
  }

  /// Which values are better.
  package enum Direction: String, Sendable, Hashable, CaseIterable {
    case higher
    case lower
    /// Nearer to a value that the benchmark names, such as 0.5 of CrowS-Pairs.
    case target
    case none
  }

  package var run: String
  package var benchmark: String
  /// Kebab-case or snake_case as the benchmark's authors name it, such as `accuracy`.
  package var metric: String
  /// The part of the set that the figure is of, by dimension; empty for the whole set.
  package var slice: [String: String]
  /// A decimal; shares lie in 0...1, never in percent.
  package var value: String
  /// Nil where the figure has none, with the reason in the benchmark's description.
  package var interval: Interval?
  /// Items that the figure rests on.
  package var count: Int
  package var direction: Direction
  /// The value that is best where `direction` is `target`.
  package var target: String?
  package var subject: EvaluationSubject
  /// When another harness took the figure, such as `2026-01-31T12:00:00Z`; nil for figures of this
  /// program, which are written as they are taken, and where nobody knows.
  package var measured: String?

  package init(
    run: String,
    benchmark: String,
    metric: String,
    slice: [String: String] = [:],
    value: String,
    interval: Interval?,
    count: Int,
    direction: Direction,
    target: String? = nil,
    subject: EvaluationSubject,
    measured: String? = nil
  ) {
    self.run = run
    self.benchmark = benchmark
    self.metric = metric
    self.slice = slice
    self.value = value
    self.interval = interval
    self.count = count
    self.direction = direction
    self.target = target
    self.subject = subject
    self.measured = measured
  }

  package var members: [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "benchmark": .string(benchmark), "metric": .string(metric),
      "slice": .object(slice.mapValues { .string($0) }), "value": .string(value),
      "n": .integer(count), "better": .string(direction.rawValue), "subject": subject.value,
    ]
    members["target"] = target.map { .string($0) }
    members["measured"] = measured.map { .string($0) }
    members["ci"] = interval.map {
      [
        "low": .string($0.low), "high": .string($0.high), "level": .string($0.level),
        "method": .string($0.method),
      ]
    }
    return members
  }

  package init(reading members: EventMembers) throws {
    let better = try members.string("better")
    guard let direction = Direction(rawValue: better) else {
      throw members.problem("event/wrong-type", "`better` is `\(better.prefix(40))`")
    }
    let measured = try members.optionalString("measured")
    guard measured.map({ UTCTime.seconds($0) != nil }) ?? true else {
      throw members.problem("event/wrong-type", "`measured` is no time")
    }
    let interval = try members.optionalObject("ci")
    self.init(
      run: try members.string("run"),
      benchmark: try members.string("benchmark"),
      metric: try members.string("metric"),
      slice: try members.strings("slice"),
      value: try members.string("value"),
      interval: try interval.map {
        Interval(
          low: try $0.string("low"),
          high: try $0.string("high"),
          level: try $0.string("level"),
          method: try $0.string("method")
        )
      },
      count: try members.count("n"),
      direction: direction,
      target: try members.optionalString("target"),
      subject: try EvaluationSubject(reading: members.object("subject")),
      measured: measured
    )
  }
}
