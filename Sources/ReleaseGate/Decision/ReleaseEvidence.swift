import SafetyCore

/// All that a gate knows about a model: figures and runs on record, the log's state, the papers.
package struct ReleaseEvidence: Sendable {
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

  /// What the verification of the log found.
  package struct Log: Sendable, Hashable {
    package enum Standing: String, Sendable, Hashable {
      case ok
      case incomplete
      case unverifiable
      case tampered
    }

    package var standing: Standing
    /// A phrase about the first problem.
    package var problem: String?
    package var size: Int
    package var root: Digest
    /// Events under the last checkpoint that a key handed in has signed; 0 where there is none.
    package var signedSize: Int

    package init(
      standing: Standing,
      problem: String?,
      size: Int,
      root: Digest,
      signedSize: Int
    ) {
      self.standing = standing
      self.problem = problem
      self.size = size
      self.root = root
      self.signedSize = signedSize
    }
  }

  /// A checkpoint that is kept outside the log.
  package struct Checkpoint: Sendable, Hashable {
    /// Events under it.
    package var size: Int
    /// Why the log does not continue it, or nil.
    package var problem: String?
    package var isSigned: Bool

    package init(size: Int, problem: String?, isSigned: Bool) {
      self.size = size
      self.problem = problem
      self.isSigned = isSigned
    }
  }

  /// What the model's card says, as far as a gate asks.
  package struct Card: Sendable, Hashable {
    package var licence: String?
    /// What is missing, by profile; a profile that is not here was not looked at.
    package var missing: [String: [String]]

    package init(licence: String?, missing: [String: [String]]) {
      self.licence = licence
      self.missing = missing
    }
  }

  package var model: String
  /// The digest of the model, its papers left out.
  package var modelSHA256: Digest
  /// In the order of the log.
  package var figures: [Figure] = []
  package var evaluations: [Evaluation] = []
  package var pairings: [Pairing] = []
  package var filterRuns: [FilterRun] = []
  package var log: Log
  /// Nil where none was handed in.
  package var checkpoint: Checkpoint?
  /// Nil where none was handed in.
  package var card: Card?
  /// When the gate decides, in seconds since 1970.
  package var now: Int
  /// The same as a day, `YYYY-MM-DD`.
  package var today: String

  package init(model: String, modelSHA256: Digest, log: Log, now: Int, today: String) {
    self.model = model
    self.modelSHA256 = modelSHA256
    self.log = log
    self.now = now
    self.today = today
  }
}
