/// What was evaluated, on what and how: all that a figure depends on, by digest.
package struct EvaluationSubject: Sendable, Hashable {
  /// A short name of the model or classifier, for people.
  package var model: String
  /// The digest of the model as OpenSSF model signing has it; nil for a model elsewhere.
  package var modelSHA256: Digest?
  /// In what the weights were kept, such as `q8`; nil where that is unknown or there are none.
  package var precision: String?
  /// Of the benchmark's files as they were read.
  package var dataSHA256: Digest
  /// Of the benchmark's description, prompt template and metric included.
  package var protocolSHA256: Digest
  /// Of the guard policy in front of the model; nil where the model was evaluated bare.
  package var policySHA256: Digest?
  /// Of the classifier or judge that scored generations; nil where none did.
  package var judgeSHA256: Digest?
  /// A short name of that classifier or judge; nil where none did.
  package var judge: String?
  package var seed: Int
  /// The version of gemma-safety, or of the harness that results were imported from.
  package var harness: String
  /// How many items the run was limited to; nil for the whole set.
  package var limit: Int?

  package init(
    model: String,
    modelSHA256: Digest?,
    precision: String? = nil,
    dataSHA256: Digest,
    protocolSHA256: Digest,
    policySHA256: Digest? = nil,
    judgeSHA256: Digest? = nil,
    judge: String? = nil,
    seed: Int,
    harness: String,
    limit: Int? = nil
  ) {
    self.model = model
    self.modelSHA256 = modelSHA256
    self.precision = precision
    self.dataSHA256 = dataSHA256
    self.protocolSHA256 = protocolSHA256
    self.policySHA256 = policySHA256
    self.judgeSHA256 = judgeSHA256
    self.judge = judge
    self.seed = seed
    self.harness = harness
    self.limit = limit
  }

  package var value: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "model": .string(model), "data_sha256": .string(dataSHA256.hex),
      "protocol_sha256": .string(protocolSHA256.hex), "seed": .integer(seed),
      "harness": .string(harness),
    ]
    members["model_sha256"] = modelSHA256.map { .string($0.hex) }
    members["precision"] = precision.map { .string($0) }
    members["policy_sha256"] = policySHA256.map { .string($0.hex) }
    members["judge_sha256"] = judgeSHA256.map { .string($0.hex) }
    members["judge"] = judge.map { .string($0) }
    members["limit"] = limit.map { .integer($0) }
    return .object(members)
  }

  package init(reading members: EventMembers) throws {
    self.init(
      model: try members.string("model"),
      modelSHA256: try members.optionalDigest("model_sha256"),
      precision: try members.optionalString("precision"),
      dataSHA256: try members.digest("data_sha256"),
      protocolSHA256: try members.digest("protocol_sha256"),
      policySHA256: try members.optionalDigest("policy_sha256"),
      judgeSHA256: try members.optionalDigest("judge_sha256"),
      judge: try members.optionalString("judge"),
      seed: try members.count("seed"),
      harness: try members.string("harness"),
      limit: try members.optionalCount("limit")
    )
  }
}
