import Diagnostics
import SafetyEvaluation
import Testing

/// Which worked examples stand ahead of which question.
struct WorkedExamplesTests {
  private static let choices = """
    protocol: multiple-choice
    prompt: "{{question}}"
    choices: ["{{a}}", "{{b}}"]
    answer: {field: "{{answer}}", as: letter}
    example_count: 1
    metrics:
      - {name: accuracy, kind: share, better: higher}

    """
  private static let answers = """
    protocol: generation-match
    prompt: "{{question}}"
    example: "{{question}} {{a}}"
    example_count: 1
    max_tokens: 8
    match: {answer: "{{answer}}", as: letter}
    metrics:
      - {name: answered, kind: mean, of: answered, better: none}

    """

  private func prepared(
    _ examples: String,
    _ method: String,
    _ files: [String: String]
  ) throws -> PreparedBenchmark {
    let text = """
      id: tea
      title: Tea
      measures: whether tea is known
      area: capability
      licence: MIT
      citation: nobody
      url: https://example.org
      data:
        - files: ["tea/{{topic}}_test.csv"]
          \(examples)
          format: csv
          columns: [kind, question, a, b, answer]
          id: "{{kind}}-{{line}}"
      \(method)
      """
    let description = try BenchmarkParser.parse(text, file: "tea.yaml")
    let loaded = try BenchmarkLoader(description, files: MadeUpFiles(files)).load()
    return try PreparedBenchmark(loaded, limit: nil, seed: 0)
  }

  private func contexts(_ benchmark: PreparedBenchmark) async throws -> [String] {
    let model = SilverModel()
    _ = try await EvaluationRunner(benchmark, model, MemorySink()).run(earlier: nil)
    return model.asked.map(\.context)
  }

  private static let files = [
    "tea/black_test.csv": "x,Black?,a,b,A\n", "tea/green_test.csv": "y,Green?,a,b,B\n",
    "tea/black_dev.csv": "y,Dark?,a,b,A\n", "tea/green_dev.csv": "x,Light?,a,b,B\n",
  ]
  private static let byTopic = #"examples: ["tea/{{topic}}_dev.csv"]"#

  @Test func `shares every field that both files' names have`() async throws {
    let benchmark = try prepared(Self.byTopic, Self.choices, Self.files)
    #expect(try await contexts(benchmark) == ["Dark? a\n\nBlack?", "Light? b\n\nGreen?"])
  }

  @Test func `shares them with questions that are answered too`() async throws {
    let generator = KettleGenerator()
    let runner = EvaluationRunner(
      try prepared(Self.byTopic, Self.answers, Self.files),
      models: .kettle(generator),
      subject: .test,
      run: "run",
      hostClass: "test",
      sink: MemorySink()
    )
    _ = try await runner.run(earlier: nil)
    #expect(
      generator.asked.map { $0.messages.last?.text }
        == ["Dark? a\n\nBlack?", "Light? a\n\nGreen?"]
    )
  }

  @Test func `shares the fields that a description names instead`() async throws {
    let examples = Self.byTopic + "\n    examples_share: [kind]"
    let benchmark = try prepared(examples, Self.choices, Self.files)
    #expect(try await contexts(benchmark) == ["Light? b\n\nBlack?", "Dark? a\n\nGreen?"])
  }

  @Test func `shares nothing with examples of any topic`() async throws {
    var files = Self.files
    files["tea/dev.csv"] = "z,Any?,a,b,A\n"
    for examples in [#"examples: ["tea/dev.csv"]"#, #"examples: ["tea/{{_}}dev.csv"]"#] {
      let asked = try await contexts(prepared(examples, Self.choices, files))
      #expect(asked.map { $0.hasSuffix("\n\nBlack?") } == [true, false])
      #expect(Set(asked.map { $0.prefix { $0 != "\n" } }).count == 1)
    }
  }

  @Test func `refuses a topic without examples of its own`() throws {
    var files = Self.files
    files["tea/white_test.csv"] = "w,White?,a,b,A\n"
    for method in [Self.choices, Self.answers] {
      let problem = try #require(throws: Diagnostic.self) {
        _ = try prepared(Self.byTopic, method, files)
      }
      #expect(problem.code == "benchmark/no-examples" && problem.message.contains("`topic`"))
      #expect(problem.place == .init(file: "data/tea/white_test.csv", line: 1))
    }
  }

  @Test func `refuses a field that examples have not`() throws {
    let examples = Self.byTopic + "\n    examples_share: [colour]"
    let problem = try #require(throws: Diagnostic.self) {
      _ = try prepared(examples, Self.choices, Self.files)
    }
    #expect(problem.code == "benchmark/missing-field")
  }

  @Test func `wants to know how an example is shown before a question that is answered`() throws {
    let method = Self.answers.replacing("example: \"{{question}} {{a}}\"\n", with: "")
    let problems = try #require(throws: Diagnostics.self) {
      _ = try prepared(Self.byTopic, method, Self.files)
    }
    #expect(problems.items.map(\.code) == ["benchmark/missing-key"])
  }
}
