import AuditLog
import Foundation
import SafetyCore
import Testing

extension CommandLineTool {
  /// A folder with the settings of a card, a key and a log of three figures and more.
  static func withFigures(_ more: [DecisionRecord] = []) throws -> CommandLineTool {
    let tool = try CommandLineTool()
    #expect(try tool.run(["card", "init", "--name", "gemma-demo", "-q"]).status == 0)
    _ = try KeyFile.create(name: "kettle.example/releases", at: tool.folder + "/a.key")
    let log = try AuditLog(path: tool.folder + "/audit.sqlite", mode: .readWrite) {
      "2026-01-31T12:00:00Z"
    }
    let figures = ["truthfulqa-mc1", "winogender", "crows-pairs"].enumerated().map {
      metric($1, "0.4\($0)", Digest.sha256([3]))
    }
    try log.append(figures + more, run: "e1", state: nil)
    try log.close()
    return tool
  }

  /// The words that make the card of such a folder.
  static func generate(_ more: String...) -> [String] {
    ["card", "generate", "--audit", "audit.sqlite", "--audit-key", "a.key"] + more
  }

  private static func metric(_ benchmark: String, _ value: String, _ model: Digest)
    -> DecisionRecord
  {
    MetricEvent(
      run: "e1",
      benchmark: benchmark,
      metric: "accuracy",
      value: value,
      interval: .init(low: "0.31", high: "0.52", level: "0.95", method: "wilson"),
      count: 400,
      direction: .higher,
      subject: EvaluationSubject(
        model: "gemma-demo",
        modelSHA256: model,
        dataSHA256: Digest.sha256([1]),
        protocolSHA256: Digest.sha256([2]),
        seed: 0,
        harness: "gemma-safety"
      )
    ).record
  }
}

extension CommandLineTool.Result {
  /// What was printed, as a JSON object.
  func object() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }
}
