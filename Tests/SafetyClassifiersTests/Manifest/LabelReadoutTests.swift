import Checkpoints
import Diagnostics
import Foundation
import SafetyClassifiers
import SafetyCore
import Testing

struct LabelReadoutTests {
  private static let calibration = #"""
    , "prevalence": {"kettle": 0.5, "lamp": 0.25},
    "calibration": {"kettle": {"method": "isotonic", "points": [[-0.5, 0.2], [0.5, 0.6]]},
      "lamp": {"method": "temperature", "temperature": 2, "offset": 0.5}}
    """#

  private let text = "Silver kettle dance."

  private func scores(_ manifest: String?, _ prevalence: [String: Double] = [:]) throws -> [Float] {
    var options = EncoderOptions()
    options.prevalence = prevalence
    let classifier = try EncoderClassifier(SampleClassifier.folder(manifest), options: options)
    return try SampleClassifier.classify(classifier, [text])[0].scores
  }

  @Test func `calibrates along a curve and by a temperature`() throws {
    let raw = try scores(nil).map { log(Double($0) / (1 - Double($0))) }
    let calibrated = try scores(SampleClassifier.manifest(Self.calibration)).map { Double($0) }
    #expect(raw[0] > -0.5 && raw[0] < 0.5)
    #expect(abs(calibrated[0] - (0.2 + 0.4 * (raw[0] + 0.5))) < 1e-6)
    #expect(abs(calibrated[1] - 1 / (1 + exp(-(raw[1] + 0.5) / 2))) < 1e-6)
    #expect(abs(calibrated[2] - 1 / (1 + exp(-raw[2]))) < 1e-6)
  }

  @Test func `keeps to the ends of a curve`() {
    let curve = LabelCalibration.isotonic(logits: [-1, 2], probabilities: [0.1, 0.7])
    #expect(curve.probability(-9) == 0.1 && curve.probability(9) == 0.7)
    #expect(abs(curve.probability(0.5) - 0.4) < 1e-12)
    #expect(curve.probability(.nan).isNaN)
  }

  @Test func `shifts probabilities to another prevalence`() throws {
    let manifest = try SampleClassifier.manifest(Self.calibration)
    let before = try scores(manifest).map { Double($0) }
    let after = try scores(manifest, ["lamp": 0.01]).map { Double($0) }
    #expect(after[0] == before[0])
    let odds = before[1] / (1 - before[1]) * (0.01 / 0.99) / (0.25 / 0.75)
    #expect(abs(after[1] - odds / (1 + odds)) < 1e-6)
  }

  @Test func `refuses a prevalence that it cannot use`() throws {
    let manifest = try SampleClassifier.manifest(Self.calibration)
    for (label, value) in [("spoon", 0.1), ("dance", 0.1), ("lamp", 0), ("lamp", 1.5)] {
      let error = #expect(throws: Diagnostic.self) { try scores(manifest, [label: value]) }
      #expect(error?.code == "classifier/prevalence")
    }
  }

  @Test func `turns softmax outputs into shares of one`() throws {
    let fixture = try Fixture("bert-softmax-tanh-gelu")
    let vocabulary = try SampleClassifier.files()["vocab.txt"] ?? []
    let folder = try fixture.folder(extra: ["vocab.txt": vocabulary])
    let classifier = try EncoderClassifier(folder)
    #expect(classifier.labels == ["kettle", "lamp", "dance"])
    let scores = try SampleClassifier.classify(classifier, [text])[0].scores
    #expect(abs(scores.reduce(0, +) - 1) < 1e-6)
    #expect(Set(scores).count == 3)
  }

  @Test func `gives each level of several heads the share that reaches it`() throws {
    let fixture = try Fixture("multi-head")
    let vocabulary = try SampleClassifier.files()["vocab.txt"] ?? []
    let folder = try fixture.folder(extra: ["vocab.txt": vocabulary])
    let classifier = try EncoderClassifier(folder)
    #expect(
      classifier.labels
        == ["kettle", "lamp", "dance"].flatMap { name in
          (1...3).map { "\(name)/\($0)" }
        }
    )
    let scores = try SampleClassifier.classify(classifier, [text])[0].scores
    for head in 0..<3 {
      let levels = scores[head * 3..<head * 3 + 3]
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $0 > $1 })
      #expect(levels.allSatisfy { 0 < $0 && $0 < 1 })
    }
  }

  @Test func `names heads that the configuration does not name`() throws {
    let vocabulary = try SampleClassifier.files()["vocab.txt"] ?? []
    let folder = try Fixture("multi-head").folder(
      changing: ["heads": NSNull()],
      extra: ["vocab.txt": vocabulary]
    )
    #expect(try EncoderClassifier(folder).labels.first == "head-0/1")
  }
}
