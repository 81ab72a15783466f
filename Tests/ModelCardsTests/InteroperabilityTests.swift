import AuditLog
import Foundation
import ModelCards
import PythonSupport
import SafetyCore
import Testing

/// Our files in the hands of others' readers, each of which must also refuse a mutant.
@Suite struct InteroperabilityTests {
  @Test(
    .enabled(if: PythonTools.isThere, "scripts/setup --with-test-tools installs the validators")
  )
  func `is accepted by the readers of others, and its mutants are not`() throws {
    let fixture = try CardFixture()
    let folder = fixture.folder + "/card"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write(fixture, to: folder)
    let script = PythonTools.root.appending(path: "Tests/ModelCardsTests/Fixtures/check_card.py")
    let result = try PythonTools.run("python3", [script.path(percentEncoded: false), folder])
    #expect(result.status == 0, "\(result.output)")
    let accepted = result.output.split(separator: "\n").count { $0.hasPrefix("ok ") }
    #expect(accepted == 10, "\(result.output)")
  }

  private func write(_ fixture: CardFixture, to folder: String) throws {
    var (bundle, document) = try CardFixture.whole(fixture)
    var settings = document.source.settings
    settings[.version] = "1.0"
    settings[.releaseDate] = "2026-01-31"
    settings[.downloadLocation] = "https://example.org/gemma"
    settings[.supplier] = "Kettle Works"
    settings[.approach] = "self-supervised"
    settings[.riskAssessment] = "low"
    settings[.personalDataUse] = "noAssertion"
    settings[list: .authors] = ["Ada"]
    settings[list: .tags] = ["safety", "no", "1.0", "a: b"]
    settings[list: .baseModel] = ["google/gemma-2b"]
    bundle.about = CardSource.about(settings, document.source.reviews)
    document = CardDocument(
      source: try CardSource(bundle, file: "b"),
      sections: Array(document.sections.values)
    )
    func put(_ name: String, _ bytes: [UInt8]) throws {
      let url = URL(filePath: "\(folder)/\(name)")
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(bytes).write(to: url)
    }
    try put("README.md", Array(CardFixture.readme(document).utf8))
    try put("card.evidence.json", bundle.value.canonicalJSON + [0x0A])
    try put("audit.key.pub", Array(CardFixture.signer.verifier.encoded.utf8))
    for file in HubEvaluationResults.files(document.source) {
      try put(".eval_results/\(file.name)", Array(file.text.utf8))
    }
    for version in CycloneDXCard.Version.allCases {
      try put("model-card.cdx-\(version.rawValue).json", CycloneDXCard(document).json(version))
    }
    try put("model-card.mct.json", ToolkitCard.json(document))
    try put("model-card.spdx.json", SPDXCard.json(document))
    if let keep = ProcessInfo.processInfo.environment["KEEP_CARD"] {
      try? FileManager.default.copyItem(atPath: folder, toPath: keep)
    }
  }
}
