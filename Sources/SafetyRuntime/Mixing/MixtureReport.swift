import AuditLog
import CorpusFiltering
import SafetyCore
import StrictJSON

/// What `report.json` of a mixture says, and `--json` prints.
package struct MixtureReport {
  /// The version of the JSON; a change that breaks readers raises it.
  static let format = "gemma-safety.mixture/1"
  private let session: MixtureSession
  private let mixture: MixtureResult
  private let run: String?

  /// - Parameters:
  ///   - session: What was asked for.
  ///   - mixture: What came of it.
  ///   - run: The run's name in the audit log, nil for a plan.
  package init(_ session: MixtureSession, _ mixture: MixtureResult, run: String?) {
    self.session = session
    self.mixture = mixture
    self.run = run
  }

  /// One line; the same for equal runs.
  package var json: [UInt8] { value.canonicalJSON + [UInt8(ascii: "\n")] }

  package var value: CanonicalValue {
    let request = session.request
    let totals = mixture.totals
    let rows = mixture.quarantine.sorted.map { ($0.code, CanonicalValue.integer($0.count)) }
    let inputs = CanonicalValue.array(
      session.manifest.map { [.string($0.name), .integer($0.size), .string($0.sha256.hex)] }
    )
    return [
      "format": .string(Self.format), "version": .string(request.version),
      "run": run.map { .string($0) } ?? .null,
      "recipe": [
        "name": .string(request.recipe.name), "sha256": .string(request.recipe.digest.hex),
      ],
      "unit": .string(request.recipe.unit.rawValue),
      "tokenizer_sha256": session.tokens.map { .string($0.digest.hex) } ?? .null,
      "scaled": .boolean(mixture.isScaled),
      "asked": .integer(totals.asked), "taken": .integer(totals.taken),
      "sources": .array(mixture.sources.map { source($0, totals) }),
      "quarantined": .object(Dictionary(uniqueKeysWithValues: rows)),
      "files": .array(mixture.files.map(file)),
      "filter_runs": .array(session.origins.map(\.value)),
      "inputs": [
        "files": .integer(session.manifest.count),
        "manifest_sha256": .string(Digest.sha256(inputs.canonicalJSON).hex),
      ],
    ]
  }

  /// What a file says, where it is the report of a mixture.
  static func read(_ path: String) -> CanonicalValue? {
    let limit = 64 << 20
    guard let bytes = try? SafeFile.read(path, limit: limit).bytes,
      let report = try? CanonicalValue(parsing: bytes, file: path)
    else { return nil }
    return report.members?["format"] == .string(format) ? report : nil
  }

  private func source(
    _ source: MixtureResult.Source,
    _ totals: (asked: Int, taken: Int)
  ) -> CanonicalValue {
    let unit = session.request.recipe.unit
    return [
      "name": .string(source.name),
      "available": size(source.supply.open), "held_out": size(source.supply.heldOut),
      "asked": .integer(source.asked), "taken": .integer(source.taken),
      "asked_share": .string(Self.share(source.asked, of: totals.asked)),
      "share": .string(Self.share(source.taken, of: totals.taken)),
      "epochs": .string(Self.share(source.taken, of: source.supply.open[unit])),
      "documents": .integer(source.documents),
      "distinct_documents": source.distinct.map { .integer($0) } ?? .null,
      "bytes": source.bytes.map { .integer($0) } ?? .null,
    ]
  }

  private func size(_ size: MixtureSize) -> CanonicalValue {
    [
      "documents": .integer(size.documents), "bytes": .integer(size.bytes),
      "tokens": session.tokens == nil ? .null : .integer(size.tokens),
    ]
  }

  private func file(_ file: MixtureFile) -> CanonicalValue {
    [
      "name": .string(file.name), "documents": .integer(file.documents),
      "size": .integer(file.size), "sha256": .string(file.sha256.hex),
    ]
  }

  /// A part of a whole, to six decimals.
  private static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "unknown" }
    return decimal((Double(part) / Double(whole) * 1e6).rounded() / 1e6)
  }
}
