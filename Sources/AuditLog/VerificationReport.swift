import SafetyCore

/// What a verification found, each part on its own.
package struct VerificationReport: Sendable, Hashable {
  /// The parts together, from the best to the gravest.
  package enum Outcome: String, Sendable, Hashable {
    /// Everything fits.
    case ok
    /// The evidence fits, but a run has no end or its books do not add up.
    case incomplete
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
  /// Every run has an end, and its sums fit its events.
  package internal(set) var completeness = Check()
  /// Events read.
  package internal(set) var events = 0
  /// The root over all events read.
  package internal(set) var root = MerkleRange().root
  /// Wall time.
  package internal(set) var seconds = 0.0

  package init() {}

  package var outcome: Outcome {
    let evidence = [structure, leaves, tiles, checkpoints, external ?? Check()]
    guard evidence.allSatisfy(\.passed) else { return .tampered }
    return completeness.passed ? .ok : .incomplete
  }

  /// The first event found bad; where only the tree tells, the first it may be.
  package var firstBadIndex: Int? {
    let exact = [structure, leaves].compactMap(\.firstBadIndex).min()
    return exact ?? [tiles, checkpoints, external ?? Check()].compactMap(\.firstBadIndex).min()
  }
}
