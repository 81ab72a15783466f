import SafetyCore

extension ReleaseEvidence {
  /// The benchmark that a figure came from, and whether its items are all on record.
  package struct Evaluation: Sendable, Hashable {
    package var run: String
    package var benchmark: String
    /// The event that began it.
    package var seq: Int
    package var subject: EvaluationSubject
    /// Items that were to be evaluated.
    package var announced: Int
    /// Items on record.
    package var recorded: Int
    /// How it ended; nil where it did not.
    package var end: EvaluationEnd?
    /// The event that ended it.
    package var endSeq: Int?
    /// Whether the items on record are those that the end names.
    package var rootHolds: Bool

    package init(
      begin: EvaluationBegin,
      seq: Int,
      recorded: Int,
      end: EvaluationEnd?,
      endSeq: Int?,
      rootHolds: Bool
    ) {
      run = begin.run
      benchmark = begin.benchmark
      self.seq = seq
      subject = begin.subject
      announced = begin.items
      self.recorded = recorded
      self.end = end
      self.endSeq = endSeq
      self.rootHolds = rootHolds
    }

    /// Why it cannot be relied on, or nil.
    package var problem: String? {
      guard let end else { return "the evaluation has not ended" }
      guard recorded == end.items else {
        return "\(recorded) items are on record, the evaluation ended with \(end.items)"
      }
      guard end.items == announced else {
        return "\(end.items) of \(announced) items were evaluated"
      }
      return rootHolds ? nil : "the items on record are not those of the evaluation's end"
    }

    /// The events that began and ended it.
    package var events: [Int] { [seq] + (endSeq.map { [$0] } ?? []) }

    /// Items that gave no score.
    package var unscored: Int { end?.unscored.values.reduce(0, +) ?? 0 }
  }

  /// A figure on record.
  package struct Figure: Sendable, Hashable {
    package var seq: Int
    /// When its event was written, in seconds since 1970; nil where the event's time is none.
    package var seconds: Int?
    package var event: MetricEvent
    /// Whether a proof leads from the event to the log's root.
    package var isProved: Bool
    /// Nil where no evaluation of this benchmark began in the figure's run.
    package var evaluation: Evaluation?

    package init(
      seq: Int,
      seconds: Int?,
      event: MetricEvent,
      isProved: Bool,
      evaluation: Evaluation?
    ) {
      self.seq = seq
      self.seconds = seconds
      self.event = event
      self.isProved = isProved
      self.evaluation = evaluation
    }
  }

  /// The mean difference between this model and a baseline, item by item.
  package struct Pairing: Sendable, Hashable {
    /// The rule whose score and level it is by.
    package var rule: String
    /// The two figures.
    package var seq: Int
    package var baselineSeq: Int
    /// Items that both have.
    package var count: Int
    /// This model's mean less the baseline's, with the ends of its interval.
    package var difference: Double
    package var low: Double
    package var high: Double

    package init(
      rule: String,
      seq: Int,
      baselineSeq: Int,
      count: Int,
      difference: Double,
      low: Double,
      high: Double
    ) {
      self.rule = rule
      self.seq = seq
      self.baselineSeq = baselineSeq
      self.count = count
      self.difference = difference
      self.low = low
      self.high = high
    }
  }

  /// A run of the corpus filter.
  package struct FilterRun: Sendable, Hashable {
    package var seq: Int
    package var run: String
    /// The rules that acted, such as `personal-data/email`; nil where the run does not say.
    package var acting: [String]?
    package var inputs: Int
    /// Inputs that were read to their end.
    package var shards: Int
    package var isEnded: Bool

    package init(
      seq: Int,
      run: String,
      acting: [String]?,
      inputs: Int,
      shards: Int,
      isEnded: Bool
    ) {
      self.seq = seq
      self.run = run
      self.acting = acting
      self.inputs = inputs
      self.shards = shards
      self.isEnded = isEnded
    }
  }
}
