import SafetyCore

/// What a verification found, each part on its own.
package struct VerificationReport: Sendable, Hashable {
  /// The parts together, from the best to the gravest.
  package enum Outcome: String, Sendable, Hashable {
    /// Everything fits.
    case ok
    /// The evidence fits, but a run has no end or its books do not add up.
    case incomplete
    /// The evidence fits, but the keys handed in have not signed all of it.
    case unverifiable
    /// The log is not what was written.
    case tampered
  }

  /// One part of a verification; the first problem is kept, the others are counted.
  package struct Check: Sendable, Hashable {
    /// A phrase about the first problem.
    package private(set) var problem: String?
    /// The event that the first problem was found at, where it has one.
    package private(set) var firstBadIndex: Int?
    /// All problems of this part.
    package private(set) var problemCount = 0

    package init() {}

    package var passed: Bool { problemCount == 0 }

    mutating func fail(_ problem: String, at index: Int? = nil) {
      problemCount += 1
      guard problemCount == 1 else { return }
      self.problem = problem
      firstBadIndex = index
    }
  }

  /// Sealed contents by what became of them.
  package struct SealedCounts: Sendable, Hashable {
    package internal(set) var intact = 0
    package internal(set) var erased = 0
    /// Not in an export that this log was made from, as an event says.
    package internal(set) var withheld = 0
    /// Neither there nor erased by an event.
    package internal(set) var missing = 0

    package init() {}
  }

  /// Who signed the stored checkpoints.
  package struct Signatures: Sendable, Hashable {
    /// The keys handed in or, without any, those that the log names itself.
    package internal(set) var keys: [NoteVerifier] = []
    /// Whether the keys were handed in; the log's own word proves nothing about its owner.
    package internal(set) var areTrusted = false
    /// Checkpoints with a valid signature by one of the keys.
    package internal(set) var valid = 0
    /// Events under the last of them.
    package internal(set) var lastSize: Int?
    /// Events under the last signature of one of the keys, that on the checkpoint handed in included.
    package internal(set) var signedSize: Int?
    /// Whether one of the keys signed the checkpoint handed in; nil where none was.
    package internal(set) var external: Bool?
  }

  /// Tables, triggers and numbering.
  package internal(set) var structure = Check()
  /// Every leaf is the hash of its body.
  package internal(set) var leaves = Check()
  /// Every tile holds the nodes of the tree.
  package internal(set) var tiles = Check()
  /// Every stored checkpoint is the tree's root at its size.
  package internal(set) var checkpoints = Check()
  /// The same for the checkpoint handed in; nil where none was.
  package internal(set) var external: Check?
  /// Every sealed content is what was committed to, or was erased by an event that names it.
  package internal(set) var sealed = Check()
  package internal(set) var sealedCounts = SealedCounts()
  /// Whose word the checkpoints are.
  package internal(set) var signatures = Signatures()
  /// Every run has an end, and its sums fit its events.
  package internal(set) var completeness = Check()
  /// Events read.
  package internal(set) var events = 0
  /// The root over all events read.
  package internal(set) var root = MerkleRange().root

  package init() {}

  /// Whether the log is what was written, whatever its runs came to.
  package var isIntact: Bool { evidence.allSatisfy(\.passed) }

  private var evidence: [Check] {
    [structure, leaves, tiles, checkpoints, sealed, external ?? Check()]
  }

  /// Whether keys were handed in and something is not signed by them.
  ///
  /// Whoever may write to the file can put other events after the last signature.
  package var lacksSignatures: Bool {
    guard signatures.areTrusted else { return false }
    return (signatures.signedSize ?? -1) < events || signatures.external == false
  }

  package var outcome: Outcome {
    guard isIntact else { return .tampered }
    guard !lacksSignatures else { return .unverifiable }
    return completeness.passed ? .ok : .incomplete
  }

  /// The first event found bad; where only the tree tells, the first it may be.
  package var firstBadIndex: Int? {
    let exact = [structure, leaves, sealed].compactMap(\.firstBadIndex).min()
    return exact ?? [tiles, checkpoints, external ?? Check()].compactMap(\.firstBadIndex).min()
  }
}
