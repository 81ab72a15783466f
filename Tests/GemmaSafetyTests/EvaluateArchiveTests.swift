import AuditLog
import Foundation
import SafetyCore
import Testing

/// `evaluate import` of the archives that Inspect writes, as a person runs it.
@Suite(.serialized) struct EvaluateArchiveTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "SafetyEvaluationTests/Fixtures/Harnesses")

  private struct Imported: Decodable {
    struct Metric: Decodable {
      let benchmark: String
      let metric: String
      let value: String
    }
    let metrics: [Metric]
  }

  private func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.folder.appending(path: name)))
  }

  private func put(_ bytes: [UInt8], _ name: String, _ tool: CommandLineTool) throws {
    try Data(bytes).write(to: URL(filePath: "\(tool.folder)/\(name)"))
  }

  private func figures(_ tool: CommandLineTool, _ name: String) throws -> [String] {
    let result = try tool.run(
      ["evaluate", "import", name, "--json", "--run", name, "--audit", "a.sqlite"]
    )
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Imported.self, from: Data(result.output.utf8)).metrics
      .map { "\($0.benchmark) \($0.metric) \($0.value)" }
  }

  @Test func `gives the figures of the same log in JSON, and the digest of the archive`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    for name in ["inspect.json", "inspect.eval", "inspect-deflate.eval"] {
      try put(read(name), name, tool)
    }
    let plain = try figures(tool, "inspect.json")
    #expect(plain.contains { $0.hasPrefix("kettles accuracy ") })
    for name in ["inspect.eval", "inspect-deflate.eval"] {
      #expect(try figures(tool, name) == plain)
    }
    var digests: Set<Digest> = []
    let log = try AuditLog(path: "\(tool.folder)/a.sqlite", mode: .readOnly, clock: { "" })
    try log.events(of: nil, kind: EvaluationImport.kind) { event in
      let found: EvaluationImport = try event.decode()
      digests.insert(found.fileSHA256)
    }
    #expect(digests.contains(.sha256(try read("inspect.eval"))) && digests.count == 3)
  }

  /// An archive with the member cut, of another checksum, or none that is a finished log's.
  @Test(arguments: ["cut", "damaged", "renamed", "empty"])
  func `takes nothing from an archive that is damaged or of something else`(how: String) throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    var bytes = try read("inspect.eval")
    switch how {
    case "cut": bytes.removeLast(30)
    case "damaged": bytes[bytes.count / 2] ^= 0xFF
    case "renamed":
      let name = Array("header.json".utf8)
      for place in bytes.indices.dropLast(name.count) where bytes[place...].starts(with: name) {
        bytes[place] = UInt8(ascii: "H")
      }
    default: bytes = Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 18)
    }
    try put(bytes, "log.eval", tool)
    let result = try tool.run(["evaluate", "import", "log.eval", "--audit", "a.sqlite"])
    #expect(result.status == 2 && result.errors.contains("error[evaluation/import]"))
    #expect(result.errors.contains("log.eval") && result.errors.contains("inspect log dump"))
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/a.sqlite"))
  }
}
