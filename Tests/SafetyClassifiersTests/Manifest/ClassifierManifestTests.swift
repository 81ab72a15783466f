import Checkpoints
import Diagnostics
import SafetyClassifiers
import SafetyCore
import Testing

struct ClassifierManifestTests {
  private func parse(_ text: String) throws -> ClassifierManifest {
    try ClassifierManifest(parsing: Array(text.utf8), file: "classifier.json")
  }

  static let rich = #"""
    , "window": {"tokens": 64, "overlap_sentences": 2}, "prevalence": {"kettle": 0.25},
    "calibration": {"kettle": {"method": "isotonic", "points": [[-1, 0.1], [0, 0.1], [2.0, 0.9]]},
      "lamp": {"method": "temperature", "temperature": 2, "offset": 0.5}},
    "thresholds": {"kettle": [{"name": "balanced", "threshold": 0.5, "precision": 0.9,
      "recall": 0.8, "false_positive_rate": 0.01}]}
    """#

  @Test func `reads every field`() throws {
    let manifest = try parse(try SampleClassifier.manifest(Self.rich))
    #expect(manifest.name == "sample" && manifest.version == "1")
    #expect(manifest.licence == "Apache-2.0")
    #expect(manifest.scoring == .sigmoid)
    #expect(manifest.window == WindowOptions(tokens: 64, overlapSentences: 2))
    #expect(manifest.files.count == 3)
    #expect(manifest.prevalence == ["kettle": 0.25])
    #expect(manifest.calibration["lamp"] == .temperature(2, offset: 0.5))
    #expect(manifest.thresholds["kettle"]?.first?.falsePositiveRate == 0.01)
  }

  @Test(arguments: [
    (#", "colour": 1"#, "unknown field `colour`"),
    (#", "window": {"tokens": 4}"#, "`window.tokens` must be a whole number from 8 to 4096"),
    (#", "prevalence": {"spoon": 0.5}"#, "unknown field `prevalence.spoon`"),
    (#", "prevalence": {"lamp": 1}"#, "`prevalence.lamp` must be a number"),
    (#", "calibration": {"lamp": {"method": "magic"}}"#, "`calibration.lamp.method` is `magic`"),
    (
      #", "calibration": {"lamp": {"method": "temperature", "temperature": 0}}"#,
      "`calibration.lamp.temperature` must be a number"
    ),
    (
      #", "calibration": {"lamp": {"method": "isotonic", "points": [[0, 0.5], [0, 0.6]]}}"#,
      "`calibration.lamp.points` must have logits that ascend"
    ),
    (
      #", "calibration": {"lamp": {"method": "isotonic", "points": [[0, 0.5], [1, 0.4]]}}"#,
      "`calibration.lamp.points` must have logits that ascend"
    ),
    (
      #", "thresholds": {"lamp": [{"name": "x", "threshold": 2}]}"#,
      "`thresholds.lamp[0].threshold` must be a number from 0.0 to 1.0"
    ),
  ])
  func `refuses what the schema does not have`(more: String, expected: String) throws {
    let text = try SampleClassifier.manifest(more)
    let error = #expect(throws: Diagnostic.self) { try parse(text) }
    #expect(error?.message.hasPrefix(expected) == true, "\(error?.message ?? "")")
  }

  @Test func `holds every file to its size and digest`() throws {
    let manifest = try SampleClassifier.manifest()
    _ = try EncoderClassifier(SampleClassifier.folder(manifest))
    var files = try SampleClassifier.files()
    files["classifier.json"] = Array(manifest.utf8)
    func code(_ files: [String: [UInt8]]) -> String? {
      do {
        _ = try EncoderClassifier(CheckpointFolder(name: "m", files: files))
        return nil
      } catch { return (error as? Diagnostic)?.code.rawValue }
    }
    var longer = files
    longer["vocab.txt"]?.append(0x0A)
    #expect(code(longer) == "classifier/file-size")
    var other = files
    other["model.safetensors"]?[5000] ^= 1
    #expect(code(other) == "classifier/file-digest")
    var unlisted = files
    unlisted["tokenizer_config.json"] = Array("{}".utf8)
    #expect(code(unlisted) == "classifier/file-unlisted")
    var gone = files
    gone["vocab.txt"] = nil
    #expect(code(gone) == "checkpoint/unreadable")
  }

  @Test func `has a digest that depends on every file`() throws {
    let plain = try EncoderClassifier(SampleClassifier.folder()).digest
    #expect(try EncoderClassifier(SampleClassifier.folder()).digest == plain)
    let sealed = try EncoderClassifier(SampleClassifier.folder(SampleClassifier.manifest())).digest
    #expect(sealed != plain)
    var files = try SampleClassifier.files()
    files["config.json"]?.append(0x0A)
    #expect(try EncoderClassifier(CheckpointFolder(name: "m", files: files)).digest != plain)
  }
}
