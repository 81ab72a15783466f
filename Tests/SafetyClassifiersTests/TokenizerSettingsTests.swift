import Checkpoints
import Diagnostics
import Foundation
import SafetyClassifiers
import Testing

/// What `tokenizer_config.json` and `added_tokens.json` may not say otherwise than a tokenizer.
struct TokenizerSettingsTests {
  /// The sample's vocabulary as a `tokenizer.json` that lowers case.
  private func tokenizer() throws -> [UInt8] {
    let lines = String(decoding: try SampleClassifier.files()["vocab.txt"] ?? [], as: UTF8.self)
    let words = lines.split(separator: "\n").enumerated().map { (String($1), $0) }
    let root: [String: Any] = [
      "added_tokens": [["id": 6, "content": "b", "special": false, "normalized": false]],
      "normalizer": ["type": "BertNormalizer", "lowercase": true, "strip_accents": NSNull()],
      "pre_tokenizer": ["type": "BertPreTokenizer"],
      "model": [
        "type": "WordPiece", "unk_token": "[UNK]",
        "vocab": Dictionary(words, uniquingKeysWith: { $1 }),
      ],
    ]
    return Array(try JSONSerialization.data(withJSONObject: root))
  }

  /// Why the sample is refused with these files beside its own; `isWhole` gives `tokenizer.json`.
  private func problem(_ extra: [String: String], isWhole: Bool) throws -> Diagnostic? {
    var files = try SampleClassifier.files()
    if isWhole {
      files["vocab.txt"] = nil
      files["tokenizer.json"] = try tokenizer()
    }
    for (name, text) in extra { files[name] = Array(text.utf8) }
    return try problem(CheckpointFolder(name: "m", files: files))
  }

  private func problem(_ folder: CheckpointFolder) throws -> Diagnostic? {
    do {
      _ = try EncoderClassifier(folder)
      return nil
    } catch let error as Diagnostic { return error }
  }

  @Test(arguments: [
    (#"{"do_lower_case": false}"#, "`do_lower_case` comes to false, and to true"),
    (
      #"{"do_lower_case": true, "strip_accents": false, "tokenizer_class": "BertTokenizer"}"#,
      "`strip_accents` comes to false, and to true"
    ),
    (#"{"tokenize_chinese_chars": false}"#, "`tokenize_chinese_chars` comes to false, and to true"),
  ])
  func `refuses settings that tokenizer.json contradicts`(text: String, message: String) throws {
    let found = try problem(["tokenizer_config.json": text], isWhole: true)
    #expect(found?.code == "classifier/tokenizer-settings")
    #expect(found?.message == "\(message) in `tokenizer.json`")
    #expect(found?.place?.file == "m/tokenizer_config.json")
    #expect(found?.hint?.contains("`save_pretrained`") == true)
  }

  @Test(arguments: [
    "{}",
    #"{"do_lower_case": true, "strip_accents": null, "tokenize_chinese_chars": true}"#,
    #"{"do_lower_case": false, "tokenizer_class": "PreTrainedTokenizerFast"}"#,
    #"{"add_prefix_space": true}"#,
  ])
  func `takes settings that agree or that nothing heeds`(text: String) throws {
    #expect(try problem(["tokenizer_config.json": text], isWhole: true) == nil)
  }

  @Test func `heeds the settings beside files of old`() throws {
    let text = #"{"do_lower_case": false, "strip_accents": true, "tokenize_chinese_chars": false}"#
    #expect(try problem(["tokenizer_config.json": text], isWhole: false) == nil)
  }

  @Test(arguments: [true, false])
  func `compares the space in front of byte pairs`(stated: Bool) throws {
    let fixture = try Fixture("whole-roberta")
    let url = Fixture.folder.appending(path: "whole-roberta-tokenizer.json")
    let files = [
      "tokenizer.json": Array(try Data(contentsOf: url)),
      "tokenizer_config.json": Array(#"{"add_prefix_space": \#(stated)}"#.utf8),
    ]
    let found = try problem(try fixture.folder(extra: files))
    #expect(found?.code == (stated ? "classifier/tokenizer-settings" : nil))
  }

  @Test(arguments: [#"{"zyl": 300}"#, #"{"b": 7}"#, #"{"zyl": 6}"#])
  func `refuses added tokens that the vocabulary has not`(text: String) throws {
    for isWhole in [false, true] {
      let found = try problem(["added_tokens.json": text], isWhole: isWhole)
      #expect(found?.code == "classifier/added-tokens")
      #expect(found?.place?.file == "m/added_tokens.json")
    }
  }

  @Test func `takes added tokens that the vocabulary has`() throws {
    for isWhole in [false, true] {
      #expect(try problem(["added_tokens.json": #"{"b": 6, "[PAD]": 0}"#], isWhole: isWhole) == nil)
    }
  }

  @Test func `tells words from added tokens only where tokenizer.json does`() throws {
    let text = #"{"added_tokens_decoder": {"6": {"content": "b", "special": false}}}"#
    #expect(try problem(["tokenizer_config.json": text], isWhole: true) == nil)
    let found = try problem(["tokenizer_config.json": text], isWhole: false)
    #expect(found?.code == "classifier/added-tokens")
    #expect(found?.message.contains("of the id 6 ") == true)
  }

  @Test func `lets special tokens be missing, which no text spells`() throws {
    let list = #""0": {"content": "[PAD]", "special": true}"#
    let unknown = #""300": {"content": "<m>", "special": true}"#
    let settings = #"{"added_tokens_decoder": {\#(list), \#(unknown)}}"#
    let files = ["tokenizer_config.json": settings, "added_tokens.json": #"{"<m>": 300}"#]
    #expect(try problem(files, isWhole: false) == nil)
    let moved = #"{"added_tokens_decoder": {"1": {"content": "[PAD]", "special": true}}}"#
    let found = try problem(["tokenizer_config.json": moved], isWhole: false)
    #expect(found?.code == "classifier/added-tokens")
  }

  @Test func `names what is no list of added tokens`() throws {
    for text in [#"{"x": {"content": "b"}}"#, #"{"6": null}"#] {
      let settings = #"{"added_tokens_decoder": \#(text)}"#
      let found = try problem(["tokenizer_config.json": settings], isWhole: false)
      #expect(found?.code == "classifier/tokenizer")
      #expect(found?.message.hasSuffix("is no id with a token") == true)
    }
  }
}
