import Foundation
import SafetyPolicy
import SafetyRuntime
import Testing

/// Binds policies to the files that their detectors read.
struct PolicySealTests {
  /// The digest of a policy whose classifier reads these two files.
  private func digest(manifest: String, weights: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(manifest.utf8).write(to: folder.appending(path: "manifest.json"))
    try Data(weights.utf8).write(to: folder.appending(path: "weights.bin"))
    let text = """
      version: 1
      name: kettle
      words: whitespace
      detectors:
        toxicity-linear:
          settings: {model: \(folder.path)}
      """
    var parser = CorpusPolicyParser(catalog: DetectorCatalog.descriptors)
    let policy = try parser.parse(text, file: "kettle.yaml")
    return try PolicySeal.seal(policy, lexicons: []).digest.hex
  }

  @Test func `changes with any byte of a model, not with the place it lies at`() throws {
    let digest = try digest(manifest: "silver", weights: "kettle")
    #expect(try self.digest(manifest: "silver", weights: "kettle") == digest)
    #expect(try self.digest(manifest: "silver", weights: "kettles") != digest)
    #expect(try self.digest(manifest: "Silver", weights: "kettle") != digest)
  }
}
