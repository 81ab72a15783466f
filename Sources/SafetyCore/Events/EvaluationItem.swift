/// The outcome of one item of a benchmark: what was predicted and scored, never its text.
package struct EvaluationItem: EventBody {
  package static let kind = "evaluation.item"

  package var run: String
  package var benchmark: String
  /// The item's id within its benchmark.
  package var item: String
  /// Of what the model was asked, every prompt and continuation of the item included.
  package var inputSHA256: Digest
  /// What came out, as a word of the protocol: a choice's letter, `refused`, `complied`.
  package var prediction: String
  /// Named figures of the item, such as `correct` or `toxicity`, as decimals.
  package var scores: [String: String]
  /// The slices that the item counts in, by dimension.
  package var groups: [String: String]
  /// Wall-clock time of the item in microseconds; items scored together share theirs.
  package var microseconds: Int

  package init(
    run: String,
    benchmark: String,
    item: String,
    inputSHA256: Digest,
    prediction: String,
    scores: [String: String],
    groups: [String: String],
    microseconds: Int
  ) {
    self.run = run
    self.benchmark = benchmark
    self.item = item
    self.inputSHA256 = inputSHA256
    self.prediction = prediction
    self.scores = scores
    self.groups = groups
    self.microseconds = microseconds
  }

  package var members: [String: CanonicalValue] {
    [
      "benchmark": .string(benchmark), "item": .string(item),
      "input_sha256": .string(inputSHA256.hex), "prediction": .string(prediction),
      "scores": .object(scores.mapValues { .string($0) }),
      "groups": .object(groups.mapValues { .string($0) }), "us": .integer(microseconds),
    ]
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      benchmark: try members.string("benchmark"),
      item: try members.string("item"),
      inputSHA256: try members.digest("input_sha256"),
      prediction: try members.string("prediction"),
      scores: try members.strings("scores"),
      groups: try members.strings("groups"),
      microseconds: try members.count("us")
    )
  }
}
