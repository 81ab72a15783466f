import AuditLog
import Glibc
import ModelCards
import ReleaseGate

/// Holds a card against the profiles that a release policy names.
enum ReleaseCardReader {
  /// Reads the card of a folder with `card.yaml`, or of a `README.md` with its bundle beside it.
  ///
  /// - Parameters:
  ///   - path: The folder or the file.
  ///   - audit: The log that a folder's card is made from.
  ///   - profiles: Those that the policy names; names of no profile are left out.
  ///   - clock: Gives the time.
  /// - Returns: The licence, and what is missing by profile.
  /// - Throws: What making the card throws.
  static func read(
    _ path: String,
    audit: String,
    profiles: [String],
    clock: @escaping @Sendable () -> String
  ) throws -> ReleaseEvidence.Card {
    var status = stat()
    let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    let slash = path.lastIndex(of: "/")
    let beside = slash.map { String(path[...$0]) } ?? ""
    var request = CardRequest(
      folder: CardFolder(isFolder ? path : beside + CardFolder.standard),
      audit: audit,
      out: "."
    )
    if !isFolder { request.evidence = beside + "card.evidence.json" }
    request.isDryRun = true
    let document = try CardGenerator.document(request, clock: clock)
    let missing = profiles.compactMap { CardProfile(rawValue: $0) }.map { profile in
      (
        profile.rawValue,
        document.findings(profile).filter(\.isBlocking).map(\.field.name)
      )
    }
    return ReleaseEvidence.Card(
      licence: document.source.settings[.license],
      missing: Dictionary(missing, uniquingKeysWith: { $1 }),
      models: document.source.subject.weights,
      problem: isFolder ? nil : try problem(of: path, evidence: beside + CardRemains.evidence)
    )
  }

  /// The first thing that a card's file says otherwise than the evidence beside it.
  ///
  /// Whether the evidence is the log's is asked by the checks of the log.
  private static func problem(of path: String, evidence: String) throws -> String? {
    let bytes = try SafeFile.read(
      evidence,
      limit: EvidenceBundle.maximumBytes,
      code: "release/cannot-read"
    ).bytes
    let bundle = try EvidenceBundle(parsing: bytes, file: evidence)
    let result = try CardVerification(
      card: CardFolder.text(path),
      bundle: bundle,
      keys: [],
      file: path
    )
    return result.problems.first.map { "the card differs from its evidence: \($0.message)" }
  }
}
