import Foundation
import Testing

/// `generate` and `model score` as a person runs them, on tiny models with random weights.
struct GenerateCommandTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let fixtures = tests.appending(path: "GemmaInferenceTests/Fixtures")
  private static let gguf = tests.appending(path: "CheckpointsTests/Fixtures/gguf").path

  private struct Expected: Decodable {
    struct Case: Decodable {
      struct Likelihood: Decodable {
        let context_len: Int
        let sum_logprob: Double
      }
      let input_ids: [Int]
      let greedy_new_ids: [Int]
      let token_logprobs: [Double]
      let loglikelihood: Likelihood
    }
    let cases: [Case]
  }

  private struct Answer: Decodable {
    let text: String?
    let token_ids: [Int]
    let finish_reason: String
    let timings: [String: Double]
  }

  private struct Score: Decodable {
    let token_ids: [Int]
    let token_logprobs: [Double]
    let sum_logprob: Double
  }

  private static func model(_ name: String) -> String { fixtures.appending(path: name).path }

  private static func cases(_ name: String) throws -> [Expected.Case] {
    let data = try Data(contentsOf: fixtures.appending(path: "\(name)/expected.json"))
    return try JSONDecoder().decode(Expected.self, from: data).cases
  }

  private static func list(_ ids: [Int]) -> String { ids.map(String.init).joined(separator: ",") }

  @Test(arguments: ["gemma1-mqa", "gemma2-gqa", "gemma3-text", "gemma3-mm-wrapper"])
  func `continues tokens as transformers does, with any number of threads`(name: String) throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    for item in try Self.cases(name) {
      var arguments = ["generate", "--model", Self.model(name), "--json", "--ignore-end"]
      arguments += ["--token-ids", Self.list(item.input_ids)]
      arguments += ["--max-tokens", String(item.greedy_new_ids.count)]
      for threads in ["1", "3"] {
        let result = try tool.run(arguments + ["--threads", threads])
        #expect(result.status == 0, "\(result.errors)")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
        #expect(answer.token_ids == item.greedy_new_ids)
        #expect(answer.finish_reason == "length" && answer.text == nil)
        #expect(answer.timings["prompt_tokens"] == Double(item.input_ids.count))
      }
    }
  }

  @Test func `scores tokens as transformers does`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    for item in try Self.cases("gemma3-text") {
      let context = item.loglikelihood.context_len
      let result = try tool.run([
        "model", "score", Self.model("gemma3-text"), "--token-ids", Self.list(item.input_ids),
        "--context-tokens", String(context), "--json",
      ])
      #expect(result.status == 0, "\(result.errors)")
      let score = try JSONDecoder().decode(Score.self, from: Data(result.output.utf8))
      #expect(score.token_ids == item.input_ids)
      #expect(abs(score.sum_logprob - item.loglikelihood.sum_logprob) <= 1e-3)
      #expect(score.token_logprobs.count == item.token_logprobs.count)
      #expect(zip(score.token_logprobs, item.token_logprobs).allSatisfy { abs($0 - $1) <= 1e-3 })
    }
  }

  @Test func `streams text from a GGUF file with its own tokenizer`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let model = ["generate", "--model", "\(Self.gguf)/gemma2-gguf-q8_0.gguf", "--max-tokens", "12"]
    let typed = try tool.run(model + ["The silver kettle sings."])
    #expect(typed.status == 0, "\(typed.errors)")
    #expect(typed.output.hasSuffix("\n") && typed.output.count > 1)
    let named = try tool.run(model + ["--prompt", "The silver kettle sings."])
    let piped = try tool.run(model + ["-"], input: "The silver kettle sings.")
    try tool.write("The silver kettle sings.", to: "prompt.txt")
    let filed = try tool.run(model + ["prompt.txt"])
    #expect([named, piped, filed].allSatisfy { $0.output == typed.output })
    let json = try tool.run(model + ["--json", "The silver kettle sings."])
    let answer = try JSONDecoder().decode(Answer.self, from: Data(json.output.utf8))
    #expect(answer.text.map { $0 + "\n" } == typed.output)
    let chat = try tool.run(model + ["--chat", "The silver kettle sings."])
    #expect(chat.status == 0 && chat.output != typed.output)
  }

  @Test func `takes what is said of tokens and room`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let item = try Self.cases("gemma1-mqa")[0]
    let greedy = item.greedy_new_ids
    func answer(_ options: [String]) throws -> Answer {
      let model = ["generate", "--model", Self.model("gemma1-mqa"), "--json", "--ignore-end"]
      let prompt = ["--token-ids", Self.list(item.input_ids), "--max-tokens", "3"]
      let result = try tool.run(model + prompt + options)
      #expect(result.status == 0, "\(result.errors)")
      return try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
    }
    let biased = try answer(["--logit-bias", "\(greedy[0])=-1000", "--logit-bias", "5=1000"])
    #expect(biased.token_ids == [5, 5, 5])
    let stopped = try answer(["--stop-ids", "9,\(greedy[0])"])
    #expect(stopped.token_ids.isEmpty && stopped.finish_reason == "stop")
    // The last token needs no room, since nothing is read behind it.
    let short = try answer(["--context", String(item.input_ids.count + 1)])
    #expect(short.token_ids == Array(greedy.prefix(2)) && short.finish_reason == "length")
  }

  @Test func `counts no speed where the prompt is one token`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let model = ["generate", "--model", Self.model("gemma1-mqa"), "--json"]
    let result = try tool.run(model + ["--token-ids", "2", "--max-tokens", "1"])
    let answer = try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
    #expect(answer.timings["prompt_tokens_per_second"] == 0)
  }

  @Test func `draws the same with the same seed`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let draw = { (seed: String) in
      try tool.run([
        "generate", "--model", Self.model("gemma2-gqa"), "--token-ids", "2,3,4", "--seed", seed,
        "--temperature", "1.5", "--top-k", "50", "--max-tokens", "20",
      ]).output
    }
    let first = try draw("1")
    #expect(first.split(separator: ",").count > 1)
    #expect(try draw("1") == first)
    #expect(try draw("2") != first)
  }

  private static let refused: [([String], Int32, String)] = [
    (["generate", "--model", "nowhere", "hello"], 2, "model/unknown"),
    (["generate", "--token-ids", "2,x"], 64, "`x` is not the number of a token"),
    (["generate", "--token-ids", ","], 64, "there is no token"),
    (["generate", "--token-ids", "2,512", "--model", model("gemma1-mqa")], 2, "gemma/token"),
    (["generate", "--model", model("gemma1-mqa"), "hello"], 2, "model/no-tokenizer"),
    (
      ["generate", "--model", model("gemma1-mqa"), "--token-ids", "2,3", "--context", "1"], 2,
      "gemma/context"
    ),
    (["generate"], 64, "usage/"), (["generate", "a", "--prompt", "b"], 64, "usage/"),
    (["generate", "a", "--temperature=-1"], 64, "--temperature must"),
    (["generate", "a", "--temperature", "-1"], 64, "--temperature must"),
    (["generate", "a", "--top-k", "-1"], 64, "--top-k must"),
    (["generate", "a", "--max-tokens", "-1"], 64, "--max-tokens must"),
    (["generate", "a", "--threads", "-1"], 64, "--threads must"),
    (["generate", "a", "--seed", "-1"], 64, "the value '-1' is invalid for '--seed"),
    (["generate", "a", "--logprobs", "2"], 64, "--logprobs are told with --json"),
    (["generate", "a", "--audit", "a.sqlite"], 64, "--audit and --keep-texts need --policy"),
    (["generate", "a", "--threads", "0"], 64, "--threads"),
    (["generate", "a", "--logit-bias", "9"], 64, "write 107=-5"),
    (["generate", "a", "--logit-bias", "9=nan"], 64, "--logit-bias must hold finite numbers"),
    (["generate", "a", "--stop-ids", "x"], 64, "`x` is not the number of a token"),
    (
      ["generate", "--model", model("gemma1-mqa"), "--token-ids", "2", "--stop-ids", "512"], 2,
      "gemma/token"
    ),
    (
      ["generate", "--model", model("gemma1-mqa"), "--token-ids", "2", "--logit-bias", "512=1"], 2,
      "gemma/token"
    ),
    (["model", "score", model("gemma1-mqa"), "--token-ids", "2"], 2, "score/context"),
    (["model", "score", model("gemma1-mqa"), "--token-ids", "2,a"], 64, "`a` is not the number"),
    (
      ["model", "score", model("gemma1-mqa"), "--token-ids", "2,3,4", "--context-tokens", "3"], 2,
      "score/context"
    ),
    (
      ["model", "score", model("gemma1-mqa"), "--token-ids", "2,3", "--context-tokens", "-1"], 64,
      "--context-tokens must"
    ),
    (["model", "score", model("gemma1-mqa")], 64, "usage/"),
  ]

  @Test(arguments: refused)
  func `says what is wrong`(arguments: [String], status: Int32, code: String) throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run(arguments)
    #expect(result.status == status)
    #expect(result.errors.contains(code), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test func `refuses damaged checkpoints by file and field`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let broken: [(String, (String) throws -> Void, String)] = [
      ("config", { try tool.write("{", to: "\($0)/config.json") }, "config.json"),
      (
        "sizes",
        { folder in
          let path = "\(tool.folder)/\(folder)/config.json"
          let text = try String(contentsOfFile: path, encoding: .utf8)
          try tool.write(
            text.replacingOccurrences(of: #""hidden_size": 64"#, with: #""hidden_size": 96"#),
            to: "\(folder)/config.json"
          )
        }, "checkpoint/shape"
      ),
      (
        "weights",
        { folder in
          let path = "\(tool.folder)/\(folder)/model.safetensors"
          let data = try #require(FileManager.default.contents(atPath: path))
          try data.prefix(data.count / 2).write(to: URL(filePath: path))
        }, "model.safetensors"
      ),
    ]
    for (name, damage, expected) in broken {
      let copy = "\(tool.folder)/\(name)"
      try FileManager.default.copyItem(atPath: Self.model("gemma2-gqa"), toPath: copy)
      try damage(name)
      let result = try tool.run(["generate", "--model", copy, "--token-ids", "2,3"])
      #expect(result.status == 2)
      #expect(result.errors.contains(expected), "\(result.errors)")
    }
  }
}
