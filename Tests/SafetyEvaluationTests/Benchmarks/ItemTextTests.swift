import Diagnostics
import SafetyEvaluation
import StrictJSON
import Testing

/// Which words of an item stand for it, taken from shipped descriptions and made-up rows.
struct ItemTextTests {
  private func texts(_ id: String, _ fields: [String: JSONValue]) throws -> [ItemText] {
    let record = BenchmarkRecord(id: "1", fields: fields, place: .init(file: "tea"))
    return try ShippedBenchmarks.read(id).itemTexts(of: record)
  }

  @Test func `joins question, choices and right answer across short words of the prompt`() throws {
    let question: [String: JSONValue] = [
      "question": "Which kettle sings?", "a": "silver", "b": "copper", "c": "tin", "d": "none",
      "answer": "A", "topic": "tea",
    ]
    #expect(
      try texts("mmlu", question) == [
        ItemText(
          passages: ["Which kettle sings?\nA. silver\nB. copper\nC. tin\nD. none"],
          field: "Which kettle sings?"
        )
      ]
    )
    let right = try texts(
      "arc-easy",
      [
        "question": "Which kettle sings?", "texts": ["tin", "silver"], "right": "1",
      ]
    )
    #expect(right.map(\.passages) == [["Which kettle sings?\nAnswer: silver"]])
  }

  @Test func `leaves out what the prompt says of every item`() throws {
    let asked = try texts("ethics-justice", ["scenario": "I dance at noon.", "label": "1"])
    #expect(asked == [ItemText(passages: ["I dance at noon."], field: "I dance at noon.")])
    let coded = try texts(
      "mbpp",
      [
        "text": "Sing.", "test_list": ["assert one", "assert two", "assert three"],
      ]
    )
    #expect(coded.map(\.passages) == [["Sing.", "assert one\nassert two\nassert three"]])
  }

  @Test func `takes an answer that is worked out, and a reference`() throws {
    let solved = try texts("gsm8k", ["question": "How many cups?", "answer": "Nine. #### 9"])
    #expect(
      solved == [
        ItemText(passages: ["How many cups?\nAnswer: Nine. #### 9"], field: "How many cups?")
      ]
    )
  }

  @Test func `takes each of the texts that are compared`() throws {
    let pair = try texts("crows-pairs", ["sent_more": "A kettle sings.", "sent_less": "A cup."])
    #expect(
      pair == [
        ItemText(passages: ["A kettle sings."], field: "A kettle sings."),
        ItemText(passages: ["A cup."], field: "A cup."),
      ]
    )
    let cloze = try texts(
      "winogrande",
      [
        "before": "The kettle sang to ", "option1": "Ann", "option2": "Bea", "behind": " at noon.",
        "answer": "option1",
      ]
    )
    #expect(
      cloze.map(\.field) == [
        "The kettle sang to Ann at noon.", "The kettle sang to Bea at noon.",
        "The kettle sang to  at noon.",
      ]
    )
  }

  @Test func `counts every true answer and no wrong one`() throws {
    let texts = try texts(
      "truthfulqa-mc2",
      [
        "Question": "Who sings?", "correct": ["kettles", "cups"], "incorrect": ["stoves"],
      ]
    )
    #expect(texts.map(\.passages) == [["Who sings?\nA: kettles"], ["Who sings?\nA: cups"]])
  }

  @Test func `gives every shipped benchmark a text without code of its own`() throws {
    for name in try ShippedBenchmarks.names() {
      // A row without fields is refused as a row, never passed over.
      #expect(throws: Diagnostic.self, "\(name)") { try texts(name, [:]) }
    }
  }
}
