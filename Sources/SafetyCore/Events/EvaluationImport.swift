/// The event before figures of another harness: which file they were read from.
package struct EvaluationImport: EventBody {
  package static let kind = "results.import"

  package var run: String
  /// `lm-eval` or `inspect`.
  package var format: String
  /// Of the file as it was read.
  package var fileSHA256: Digest
  /// The harness and its version, as every figure's subject has it.
  package var harness: String
  /// How many figures follow.
  package var figures: Int
  /// Conditions that would have been refused but for a person's word, such as `limited`.
  package var accepted: [String]
  /// Figures of the file that are no number, such as those over no item, by benchmark and name.
  package var undefined: [String]

  package init(
    run: String,
    format: String,
    fileSHA256: Digest,
    harness: String,
    figures: Int,
    accepted: [String] = [],
    undefined: [String] = []
  ) {
    self.run = run
    self.format = format
    self.fileSHA256 = fileSHA256
    self.harness = harness
    self.figures = figures
    self.accepted = accepted
    self.undefined = undefined
  }

  package var members: [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "format": .string(format), "file_sha256": .string(fileSHA256.hex),
      "harness": .string(harness), "figures": .integer(figures),
      "accepted": .array(accepted.map { .string($0) }),
    ]
    if !undefined.isEmpty { members["undefined"] = .array(undefined.map { .string($0) }) }
    return members
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      format: try members.string("format"),
      fileSHA256: try members.digest("file_sha256"),
      harness: try members.string("harness"),
      figures: try members.count("figures"),
      accepted: try members.texts("accepted"),
      undefined: try members.optionalTexts("undefined") ?? []
    )
  }
}
