import Foundation
import Testing

/// `classify` and `classifiers list` as a person runs them, on the shipped linear classifier.
struct ClassifyCommandTests {
  private static let records: String = (0..<400).map { number -> String in
    let words = String(repeating: "The silver kettle sings. ", count: number % 7 + 1)
    return #"{"id":"letter-\#(number)","text":"\#(words)"}"#
  }.joined(separator: "\n")

  private static func lines(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func `gives a line for each record, in order, whatever the number of threads`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(Self.records, to: "letters.jsonl")
    let arguments = ["classify", "--classifier", "toxicity-linear", "--input"]
    let alone = try tool.run(arguments + ["letters.jsonl", "--workers", "1"])
    let many = try tool.run(arguments + ["letters.jsonl", "--workers", "4"])
    let piped = try tool.run(arguments + ["-"], input: Self.records)
    #expect(alone.status == 0 && many.status == 0 && piped.status == 0)
    #expect(alone.output == many.output && alone.output == piped.output)
    let lines = try Self.lines(alone.output)
    #expect(lines.map { $0["id"] as? String } == (0..<400).map { "letter-\($0)" })
    let scores = try #require(lines[0]["scores"] as? [String: Double])
    #expect(scores.keys.sorted() == ["identity_attack", "insult", "obscene", "threat", "toxic"])
    #expect(scores.values.allSatisfy { (0...1).contains($0) })
  }

  @Test func `names labels and spans that reach the threshold`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let arguments = ["classify", "--classifier", "toxicity-linear", "--json", "Ｋettle «sings»."]
    let all = try Self.lines(try tool.run(arguments + ["--threshold", "0"]).output)
    #expect((all[0]["labels"] as? [String])?.count == 5)
    let spans = try #require(all[0]["spans"] as? [[String: Any]])
    #expect(spans.count == 5)
    // Characters, not bytes: the last letter of the last word is the fourteenth.
    #expect(spans.allSatisfy { $0["start"] as? Int == 0 && $0["end"] as? Int == 13 })
    let none = try Self.lines(try tool.run(arguments + ["--threshold", "1"]).output)
    #expect((none[0]["labels"] as? [String])?.isEmpty ?? false)
    #expect((none[0]["spans"] as? [Any])?.isEmpty ?? false)
  }

  @Test func `shows texts as a table`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let arguments = ["classify", "--classifier", "toxicity-linear"]
    let one = try tool.run(arguments + ["The kettle sings."]).output.split(separator: "\n")
    #expect(one.count == 5)
    #expect(one[0].hasPrefix("toxic ") && one[0].contains("░"))
    let two = try tool.run(arguments + ["The kettle sings.", "So does the spoon."]).output
    #expect(two.split(separator: "\n").count == 3)
    #expect(two.contains("So does the spoon."))
  }

  @Test func `goes on after a record that cannot be read, and says where it stands`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let input = "{\"text\":\"kettle\"}\n{\"text\":7}\nkettle\n{\"text\":\"spoon\"}\n"
    let arguments = ["classify", "--classifier", "toxicity-linear", "--input", "-"]
    let lenient = try tool.run(arguments, input: input)
    #expect(lenient.status == 0)
    #expect(
      try Self.lines(lenient.output).map { $0["id"] as? String } == [
        "stdin.jsonl:1", "stdin.jsonl:4",
      ]
    )
    #expect(lenient.errors.contains("unread[input/wrong-type]"))
    #expect(
      lenient.errors.contains("at stdin.jsonl:2") && lenient.errors.contains("at stdin.jsonl:3")
    )
    #expect(lenient.errors.contains("2 records could not be read"))
    #expect(!lenient.errors.contains("kettle"))
    #expect(try tool.run(arguments + ["--strict"], input: input).status == 2)
  }

  @Test func `measures a classifier on labelled records`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let rows = [
      #"{"text":"silver kettle dance","labels":{"toxic":0,"threat":null,"other":1},"source":"a"}"#,
      #"{"text":"calm meadow","labels":{"toxic":0.2,"insult":false},"source":"a","groups":["tea"]}"#,
      #"{"text":"you are a kettle","labels":{"toxic":0.67},"source":"b","groups":["tea"]}"#,
      #"{"text":"no labels"}"#,
      #"{"text":"wrong","labels":{"toxic":3}}"#,
    ]
    try tool.write(rows.joined(separator: "\n"), to: "labelled.jsonl")
    let arguments = ["classify", "--classifier", "toxicity-linear", "--evaluate", "labelled.jsonl"]
    let result = try tool.run(arguments + ["--json"])
    #expect(result.status == 0)
    #expect(
      result.errors.contains("`labels` is missing") && result.errors.contains("labelled.jsonl:5")
    )
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    )
    #expect(root["format"] as? String == "gemma-safety.evaluation/1")
    #expect(root["texts"] as? Int == 3 && root["unread"] as? Int == 2)
    let labels = try #require(root["labels"] as? [String: [String: Any]])
    #expect(labels.keys.sorted() == ["insult", "toxic"])
    #expect(labels["toxic"]?["positives"] as? Int == 1)
    #expect(labels["toxic"]?["roc_auc"] is Double)
    #expect(labels["insult"]?["roc_auc"] is NSNull)
    #expect((root["sources"] as? [String: Any])?.keys.sorted() == ["a", "b"])
    #expect((root["groups"] as? [String: Any])?.keys.sorted() == ["tea"])
    let text = try tool.run(arguments)
    #expect(text.output.contains("ROC-AUC") && text.output.contains("false alarms"))
    #expect(try tool.run(arguments + ["--strict", "--quiet"]).status == 2)
  }

  @Test func `measures nothing where no record speaks of the classifier's labels`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let arguments = ["classify", "--classifier", "toxicity-linear", "--evaluate", "-"]
    let input = #"{"text":"calm meadow","labels":{"kettle":1,"toxic":null}}"#
    let result = try tool.run(arguments + ["--format", "jsonl"], input: input)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains("error[evaluate/nothing]: no record says whether a label"))
    #expect(result.errors.contains("hint: the classifier's labels are toxic, obscene"))
  }

  @Test func `gives lines of JSON that were asked for, however quiet`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let arguments = ["classify", "--classifier", "toxicity-linear", "--input", "-", "--quiet"]
    let input = #"{"text":"calm meadow"}"#
    #expect(try tool.run(arguments + ["--format", "jsonl"], input: input).output.isEmpty)
    let lines = try tool.run(arguments + ["--format", "jsonl", "--json"], input: input).output
    #expect(try Self.lines(lines).count == 1)
  }

  @Test func `ends with 2 where a stream breaks off, with what came before`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let rows = (0..<4000).map { number in
      #"{"text":"silver kettle \#(number &* 7919 % 4001)","labels":{"toxic":\#(number % 2)}}"#
    }
    try tool.write(rows.joined(separator: "\n"), to: "whole.jsonl")
    let cut = try tool.shell("gzip -c whole.jsonl | head -c 6000 > cut.jsonl.gz")
    #expect(cut.status == 0)
    let linear = ["classify", "--classifier", "toxicity-linear"]
    for arguments in [["--input", "cut.jsonl.gz"], ["--evaluate", "cut.jsonl.gz"]] {
      let result = try tool.run(linear + arguments)
      #expect(result.status == 2)
      #expect(!result.output.isEmpty)
      #expect(result.errors.contains("error[input/truncated-gzip]: the rest of the input"))
      #expect(!result.errors.contains("record could not be read"))
    }
  }

  @Test func `says where unread records of a measurement went`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(
      "{\"text\":\"kettle\",\"labels\":{\"toxic\":0}}\nkettle\n",
      to: "labelled.jsonl"
    )
    let arguments = ["classify", "--classifier", "toxicity-linear", "--evaluate", "labelled.jsonl"]
    let result = try tool.run(arguments)
    #expect(result.status == 0)
    #expect(result.errors.contains("1 record could not be read: left out of every figure"))
  }

  @Test func `ends with 2 where no record could be read`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let arguments = ["classify", "--classifier", "toxicity-linear", "--input", "-"]
    let result = try tool.run(arguments, input: "id,phrase\n1,silver kettle dance\n")
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("error[classify/nothing]: no record could be read"))
    #expect(result.errors.contains("--format") && result.errors.contains("--text-field"))
    let csv = arguments + ["--format", "csv", "--text-field", "phrase"]
    #expect(try tool.run(csv, input: "id,phrase\n1,silver kettle dance\n").status == 0)
  }

  @Test func `says what is wrong with a request`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    #expect(try tool.run(["classify"]).status == 64)
    #expect(try tool.run(["classify", "kettle", "--input", "-"]).status == 64)
    let unknown = try tool.run(["classify", "kettle", "--classifier", "toxicity-liner"])
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("did you mean `toxicity-linear`?"))
    let nowhere = try tool.run(["classify", "kettle", "--classifier", "./nope"])
    #expect(nowhere.status == 2)
    #expect(nowhere.errors.contains("error[classifier/unknown]: there is no such folder"))
    let linear = ["classify", "kettle", "--classifier", "toxicity-linear"]
    #expect(
      try tool.run(linear + ["--threshold", "loud"]).errors.contains("classify/unknown-threshold")
    )
    #expect(
      try tool.run(linear + ["--prevalence", "toxic"]).errors.contains("classify/prevalence")
    )
    let twice = ["--prevalence", "toxic=0.1", "--prevalence", "toxic=0.2"]
    #expect(try tool.run(linear + twice).errors.contains("prevalence of `toxic` is given twice"))
    for option in [["--precision", "int8"], ["--window", "64"]] {
      #expect(try tool.run(linear + option).errors.contains("classifier/no-such-option"))
    }
  }

  @Test func `lists what is there and what is wrong with it`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let sound = try tool.run(["classifiers", "list", "--json"])
    #expect(sound.status == 0, "\(sound.errors)")
    #expect(sound.output.contains("\"name\":\"toxicity-linear\""))
    let broken = try tool.shell(
      """
      set -e
      mkdir -p home/classifiers/kettle
      cp -r "$GEMMA_SAFETY_HOME/policies" home/
      cp -r "$GEMMA_SAFETY_HOME/classifiers/toxicity-linear" home/classifiers/
      echo '{}' > home/classifiers/kettle/config.json
      GEMMA_SAFETY_HOME=home "$TOOL" classifiers list
      """
    )
    #expect(broken.status == 2)
    #expect(broken.output.contains("unusable"))
    #expect(broken.errors.contains("classifiers/kettle"))
  }
}
