import Checkpoints
import Diagnostics
import Testing

struct ModelConfigurationTests {
  static let text = #"""
    {"model_type": "bert", "hidden_size": 32, "layer_norm_eps": 1e-12, "id2label":
     {"0": "kettle", "1": "lamp"}, "problem_type": null}
    """#

  private func read(_ text: String) throws -> ModelConfiguration {
    try ModelConfiguration(parsing: Array(text.utf8), file: "config.json")
  }

  @Test func `reads type, labels and fields`() throws {
    let configuration = try read(Self.text)
    #expect(try configuration.modelType() == "bert")
    #expect(try configuration.labels() == ["kettle", "lamp"])
    #expect(try configuration.fields.number("layer_norm_eps", 0...1) == 1e-12)
  }

  @Test(arguments: [
    (#"{"id2label": {"0": "a", "2": "b"}}"#, "`id2label.1` is missing"),
    (#"{"id2label": {"0": ""}}"#, "`id2label.0` must be a name of 1 to 256 bytes"),
    (#"{"id2label": {}}"#, "`id2label` must name 1 to 4096"),
    (#"{"id2label": ["a"]}"#, "`id2label` must be an object, is a list"),
  ])
  func `refuses labels with holes`(text: String, expected: String) throws {
    let configuration = try read(text)
    let error = #expect(throws: Diagnostic.self) { try configuration.labels() }
    #expect(error?.message == expected)
  }

  @Test(arguments: [
    ("adapter_config.json", "merge"), ("snapshots", "`snapshots`"), ("kettle", "folder"),
  ])
  func `says what a folder without a configuration may be`(file: String, word: String) {
    let error = #expect(throws: Diagnostic.self) {
      _ = try ModelConfiguration(CheckpointFolder(name: "m", files: [file: [1]]))
    }
    #expect(error?.code == "checkpoint/unreadable" && error?.place?.file == "m/config.json")
    #expect(error?.hint?.contains(word) == true)
  }

  @Test func `refuses a text that is no object`() {
    let error = #expect(throws: Diagnostic.self) { try read("[1]") }
    #expect(error?.description.contains("config.json") == true)
  }
}
