import SafetyCore

/// What goes into a gate: figures and runs on record, the log's state, the model's papers.
///
/// It is read for one decision and written nowhere. What comes out and stays is a `GateVerdict`, which
/// names events and holds none of this.
package struct ReleaseEvidence: Sendable {
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
    /// The weights that its figures and records are of.
    package var models: Set<Digest>
    /// What the card says otherwise than its evidence; nil where it says the same.
    package var problem: String?

    package init(
      licence: String?,
      missing: [String: [String]],
      models: Set<Digest>,
      problem: String? = nil
    ) {
      self.licence = licence
      self.missing = missing
      self.models = models
      self.problem = problem
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
