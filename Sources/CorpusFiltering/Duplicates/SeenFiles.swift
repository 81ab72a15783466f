import Diagnostics

/// What the searches for copies remember of a batch, as their files hold it.
struct SeenRecords: Sendable, Hashable {
  var fingerprints: [UInt8] = []
  var signatures: [UInt8] = []
}

/// The files from which a resumed run learns what it had seen.
final class SeenFiles {
  /// Bytes of the files, as they were secured.
  struct Lengths: Sendable, Hashable {
    var fingerprints = 0
    var signatures = 0
  }

  static let fingerprintsName = ".seen-fingerprints"
  static let signaturesName = ".seen-signatures"

  private let exact: ExactCopies?
  private let near: NearCopies?
  private let fingerprints = SeenFile(name: fingerprintsName)
  private let signatures = SeenFile(name: signaturesName)

  /// - Parameter resolver: Learns from the files when they are opened, and is not touched later.
  init(of resolver: DuplicateResolver) {
    exact = resolver.exact
    near = resolver.near
  }

  /// Opens the files, cut back to secured lengths where the run is resumed.
  ///
  /// - Throws: `resume/bad-signatures`; `output/short-partial` and its like.
  func open(in folder: String?, at lengths: Lengths?) throws {
    if let exact {
      try fingerprints.open(in: folder, at: lengths?.fingerprints, replay: exact.replay)
    }
    if let near { try open(near, in: folder, at: lengths?.signatures) }
  }

  /// Takes what was remembered of a batch.
  ///
  /// - Throws: `output/disk-full` and its like.
  func append(_ records: SeenRecords) throws(Diagnostic) {
    try fingerprints.append(records.fingerprints)
    try signatures.append(records.signatures)
  }

  /// Secures everything so far and returns the lengths of the files.
  func flush() throws -> Lengths {
    Lengths(fingerprints: try fingerprints.flush(), signatures: try signatures.flush())
  }

  /// Takes the files away.
  func discard() throws {
    try fingerprints.discard()
    try signatures.discard()
  }

  private func open(_ near: NearCopies, in folder: String?, at length: Int?) throws {
    var rest: [UInt8] = []
    var problem: Diagnostic?
    try signatures.open(in: folder, at: length) { bytes in
      guard problem == nil else { return }
      rest += bytes
      do throws(Diagnostic) { rest.removeFirst(try near.replay(rest)) } catch { problem = error }
    }
    if let problem { throw problem }
    guard rest.isEmpty else {
      throw Diagnostic("resume/bad-signatures", "the file of signatures ends within a record")
    }
  }
}
