import AuditLog
import Foundation
import ModelCards
import SafetyCore
import Testing

/// Our files in the hands of others' readers, each of which must also refuse a mutant.
@Suite struct InteroperabilityTests {
  /// `GEMMA_SAFETY_TEST_PYTHON`, or what `scripts/setup --with-test-tools` installed.
  static let python: String? = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    let own = parts.joined(separator: "/") + "/.build/python/bin/python"
    let named = ProcessInfo.processInfo.environment["GEMMA_SAFETY_TEST_PYTHON"]
    return [named, own].compactMap { $0 }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  @Test(
    .enabled(
      if: python != nil,
      "no Python with the validators: call scripts/setup --with-test-tools"
    )
  )
  func `is accepted by the readers of others, and its mutants are not`() throws {
    let fixture = try CardFixture()
    let folder = fixture.folder + "/card"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write(fixture, to: folder)
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.python))
    process.arguments = [parts.joined(separator: "/") + "/Fixtures/check_card.py", folder]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
    #expect(said.split(separator: "\n").count { $0.hasPrefix("ok ") } == 10, "\(said)")
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
    try put("release.key.pub", Array(CardFixture.signer.verifier.encoded.utf8))
    for file in HubEvaluationResults.files(document.source) {
      try put(".eval_results/\(file.name)", Array(file.text.utf8))
    }
    for version in CycloneDXCard.Version.allCases {
      try put("model-card.cdx-\(version.rawValue).json", CycloneDXCard.json(document, version))
    }
    try put("model-card.mct.json", ToolkitCard.json(document))
    try put("model-card.spdx.json", SPDXCard.json(document))
    if let keep = ProcessInfo.processInfo.environment["KEEP_CARD"] {
      try? FileManager.default.copyItem(atPath: folder, toPath: keep)
    }
  }
}
