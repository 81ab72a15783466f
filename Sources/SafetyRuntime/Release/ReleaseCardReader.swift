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
      missing: Dictionary(missing, uniquingKeysWith: { $1 })
    )
  }
}
