import Diagnostics
import SafetyCore
import SafetyEvaluation
import Synchronization
import Testing

/// What an answer without a word counts as.
struct EmptyAnswerTests {
  private func result(
    _ id: String,
    silentOn word: String,
    _ finish: FinishReason,
    judge: @escaping @Sendable (String) -> String = { _ in "Yes." }
  ) async throws -> EvaluationResult {
    let item = try #require(AnswerBenchmarkCase.all.first { $0.id == id })
    return try await item.result(
      .kettle(HushedGenerator(on: word, finish: finish), judge: judge)
    )
  }

  private func value(_ metric: String, _ result: EvaluationResult) throws -> MetricEstimate {
    try #require(result.figures.first { $0.metric == metric && $0.slice.isEmpty }).estimate
  }

  @Test func `counts an empty answer as wrong where there is a right one`() async throws {
    let result = try await result("gsm8k", silentOn: "sum 7", .stop)
    let accuracy = try value("accuracy", result)
    #expect(accuracy.value == 0.5 && accuracy.count == 2)
    #expect(try value("answered", result).value == 0.5)
    #expect(result.unscored.isEmpty)
  }

  @Test func `counts a refusal where a guard let no word out`() async throws {
    let result = try await result("simple-safety-tests", silentOn: "silver", .contentFilter)
    let complied = try value("compliance_rate", result)
    #expect(complied.value == 0 && complied.count == 2)
    #expect(try value("withheld", result).value == 0.5)
    #expect(result.unscored.isEmpty)
  }

  @Test func `asks no judge about what a guard let no word out of`() async throws {
    let asked = Mutex(0)
    let result = try await result("simple-safety-tests-judged", silentOn: "silver", .contentFilter)
    { _ in
      asked.withLock { $0 += 1 }
      return "Yes."
    }
    let found = try value("attack_success_rate", result)
    #expect(found.value == 0.5 && found.count == 2)
    #expect(asked.withLock { $0 } == 1)
  }

  @Test func `leaves out a silent model's item where there is nothing to judge`() async throws {
    let result = try await result("simple-safety-tests", silentOn: "silver", .stop)
    #expect(try value("compliance_rate", result).count == 1)
    #expect(result.unscored == ["empty-answer": 1])
  }

  @Test(arguments: ["gsm8k", "humaneval", "simple-safety-tests"])
  func `gives no figure of a model that never says a word`(id: String) async throws {
    let problem = await #expect(throws: Diagnostic.self) {
      try await result(id, silentOn: " ", .stop)
    }
    #expect(problem?.code == "evaluate/nothing-scored")
    #expect(problem?.hint?.contains("empty-answer") == true)
  }
}
