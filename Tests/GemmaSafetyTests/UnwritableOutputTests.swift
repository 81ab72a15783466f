import Foundation
import Testing

/// A result that cannot be written is a failure, whichever way it is printed.
struct UnwritableOutputTests {
  private static let model = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "GemmaInferenceTests/Fixtures/gemma1-mqa").path

  private static let commands = [
    "model score '\(model)' --token-ids 2,3 --json", "generate --model '\(model)' --token-ids 2,3",
    "classify --classifier toxicity-linear --input letters.jsonl", "policy rules c4",
    "policy diff c4 fineweb",
  ]

  private static func tool() throws -> CommandLineTool {
    let tool = try CommandLineTool()
    try tool.write(#"{"text":"silver kettle dance"}"# + "\n", to: "letters.jsonl")
    return tool
  }

  @Test(arguments: commands)
  func `ends with 2 and a reason on a full device`(command: String) throws {
    let tool = try Self.tool()
    defer { tool.remove() }
    let result = try tool.shell("$TOOL \(command) > /dev/full")
    #expect(result.status == 2)
    #expect(result.errors.contains("error[output/unwritable]"), "\(result.errors)")
  }

  @Test(arguments: commands)
  func `is silent where the reader has gone`(command: String) throws {
    let tool = try Self.tool()
    defer { tool.remove() }
    for prefix in ["", "trap '' PIPE; "] {
      let result = try tool.shell("\(prefix)$TOOL \(command) | exec true")
      #expect(!result.errors.contains("error["), "\(result.errors)")
    }
  }
}
