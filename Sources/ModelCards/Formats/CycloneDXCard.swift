import AuditLog
import ReportPages
import SafetyCore

/// The card as a CycloneDX bill of materials of machine learning.
package struct CycloneDXCard: Sendable {
  /// The versions that are written; the document is the same but for its number.
  package enum Version: String, Sendable, Hashable, CaseIterable {
    case v1_6 = "1.6"
    case v1_7 = "1.7"

    package var file: String { "model-card.cdx-\(rawValue).json" }
  }

  private static let modelReference = "model"

  /// The members that all versions share, as an object of their own.
  private let contents: [UInt8]

  package init(_ card: CardDocument) { contents = JSONMembers(Self.contents(card)).value.json }

  /// The document; its serial number follows from the evidence, so that it is the same each time.
  package func json(_ version: Version) -> [UInt8] {
    let head = ReportValue.object([
      "$schema": .string("http://cyclonedx.org/schema/bom-\(version.rawValue).schema.json"),
      "bomFormat": .string("CycloneDX"), "specVersion": .string(version.rawValue),
    ])
    // The end of one object and the beginning of the other become the comma between their members.
    var document = head.json
    document.removeLast("\n}\n".utf8.count)
    document.append(UInt8(ascii: ","))
    document += contents.dropFirst()
    return document
  }

  private static func contents(_ card: CardDocument) -> [(String, ReportValue?)] {
    let source = card.source
    return [
      ("serialNumber", .string("urn:uuid:" + uuid(source.checkpoint.root))),
      ("version", .integer(1)),
      ("metadata", metadata(card)), ("components", JSONMembers.list(dependencies(source))),
      (
        "dependencies",
        .array([
          .object([
            "ref": .string(modelReference),
            "dependsOn": .strings(
              source.settings[list: .baseModel].indices.map { "base-model-\($0)" }
            ),
          ])
        ])
      ),
    ]
  }

  /// A name-based identifier in the form of RFC 9562, version 8.
  static func uuid(_ digest: Digest) -> String {
    var bytes = Array(digest.bytes.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = Array(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }.joined(separator: "-")
  }

  private static func metadata(_ card: CardDocument) -> ReportValue {
    let settings = card.source.settings
    let last = card.source.metrics.map(\.time).max() ?? card.source.filterRuns.last?.end.time
    return JSONMembers([
      ("timestamp", last.map { .string($0) }),
      (
        "supplier",
        settings[.supplier].map { .object(["name": .string($0)]) }
      ),
      ("component", component(card)),
    ]).value
  }

  private static func dependencies(_ source: CardSource) -> [ReportValue] {
    source.settings[list: .baseModel].enumerated().map { index, name in
      .object([
        "type": .string("machine-learning-model"), "bom-ref": .string("base-model-\(index)"),
        "name": .string(name),
      ])
    }
  }

  private static func component(_ card: CardDocument) -> ReportValue {
    let settings = card.source.settings
    let models = card.source.models.map(\.body)
    let license = settings[.license].map { id -> ReportValue in
      // Identifiers of the Hub are no SPDX identifiers, so the licence goes by its name.
      let body = JSONMembers([
        ("name", .string(settings[.licenseName] ?? id)),
        ("url", settings[.licenseLink].flatMap { FormatText.isReference($0) ? .string($0) : nil }),
      ]).value
      return .array([.object(["license": body])])
    }
    return JSONMembers([
      ("type", .string("machine-learning-model")), ("bom-ref", .string(modelReference)),
      ("name", .string(settings.title)), ("version", settings[.version].map { .string($0) }),
      ("description", card.json("description")),
      ("hashes", models.count == 1 ? hashes(models[0]) : nil), ("licenses", license),
      ("components", models.count > 1 ? .array(models.enumerated().map(part)) : nil),
      ("modelCard", CycloneDXModelCard(card: card).value),
    ]).value
  }

  /// One of several models that a card is about: no digest is that of all of them.
  private static func part(_ index: Int, _ model: ModelRecord) -> ReportValue {
    .object([
      "type": .string("machine-learning-model"), "bom-ref": .string("model-\(index + 1)"),
      "name": .string(model.model), "hashes": hashes(model),
    ])
  }

  private static func hashes(_ model: ModelRecord) -> ReportValue {
    .array([.object(["alg": .string("SHA-256"), "content": .string(model.sha256.hex)])])
  }
}
