import Glibc

/// Compares how likely a model finds several texts: multiple choice, minimal pairs and clozes.
struct ChoiceProtocol: EvaluationProtocol {
  let batchSize = 16
  private let method: ChoiceMethod
  private let examples: WorkedExamples

  /// - Parameters:
  ///   - method: The settings.
  ///   - examples: Records to put ahead of questions.
  init(_ method: ChoiceMethod, examples: WorkedExamples) {
    self.method = method
    self.examples = examples
  }

  func inputs(of record: BenchmarkRecord) throws -> [String] {
    _ = try verdict(on: record, [])
    return try requests(for: record).flatMap { [$0.context] + $0.continuations }
  }

  func verdicts(
    on records: [BenchmarkRecord],
    by models: EvaluationModels
  ) async throws -> [ItemVerdict] {
    let model = try models.needLikelihood()
    let requests = try records.map { try self.requests(for: $0) }
    let answers = try await model.likelihoods(of: requests.flatMap { $0 })
    var next = 0
    return try zip(records, requests).map { record, asked in
      let own = answers[next..<(next + asked.count)]
      next += asked.count
      guard own.allSatisfy({ !$0.isEmpty }) else { return .tooLong }
      return try verdict(on: record, own.flatMap { $0.map(Optional.some) })
    }
  }

  // MARK: Requests

  private func requests(for record: BenchmarkRecord) throws -> [LikelihoodRequest] {
    let choices = try method.choices(of: record)
    guard choices.count > 1 else {
      throw record.problem("benchmark/bad-row", "there are fewer than two choices")
    }
    let prompt = try prefix(for: record) + method.prompt.render(record)
    if let ending = method.ending {
      let continuation = try ending.render(record)
      return choices.map {
        LikelihoodRequest(context: prompt + $0, continuations: [continuation])
      }
    }
    let continuations = choices.map { method.delimiter + $0 }
    var requests = [LikelihoodRequest(context: prompt, continuations: continuations)]
    if let bare = method.unconditional, method.normalisations.contains(.unconditional) {
      requests.append(
        LikelihoodRequest(context: try bare.render(record), continuations: continuations)
      )
    }
    return requests
  }

  /// The preamble and the worked examples.
  private func prefix(for record: BenchmarkRecord) throws -> String {
    let preamble = try method.preamble?.render(record) ?? ""
    return try preamble
      + examples.text(of: method.exampleCount, for: record) { worked in
        try method.prompt.render(worked) + method.delimiter + method.rightChoice(of: worked)
      }
  }

  // MARK: Verdicts

  /// What the answers come to; without answers, only whether the record can have a verdict.
  private func verdict(
    on record: BenchmarkRecord,
    _ answers: [ContinuationLikelihood?]
  ) throws -> ItemVerdict {
    let choices = try method.choices(of: record)
    let right = try method.answer.map { try method.index(of: $0, in: record, choices.count) }
    let flags = try method.flags.map { try $0.render(record).lowercased() == "true" }
    let truths = try method.truths.map { try record.texts($0).count }
    try checkIndexes(of: record, choices.count)
    let scored = answers.prefix(choices.count).compactMap { $0 }
    guard scored.count == choices.count else { return ItemVerdict(prediction: "", scores: [:]) }
    guard answers.allSatisfy({ $0?.logLikelihood.isFinite ?? false }) else {
      return ItemVerdict(prediction: "", scores: [:], unscored: "no-finite-likelihood")
    }
    let bare = answers.dropFirst(choices.count).compactMap { $0?.logLikelihood }
    let measured = method.normalisations.map { rule in
      (rule, self.measured(rule, scored, choices, bare))
    }
    let best = Self.best(of: measured[0].1)
    var scores: [String: Double] = [:]
    for (index, answer) in scored.enumerated() { scores["ll_\(index)"] = answer.logLikelihood }
    if let right {
      for (rule, values) in measured { scores[rule.score] = Self.best(of: values) == right ? 1 : 0 }
    }
    add(comparing: measured[0].1, to: &scores)
    if let truths { scores["truth_mass"] = Self.mass(of: truths, scored.map(\.logLikelihood)) }
    if !flags.isEmpty { Self.add(flags, best, to: &scores) }
    try add(rolesOf: best, record, to: &scores)
    return ItemVerdict(prediction: method.label(of: best), scores: scores)
  }

  /// Pairs and flags say by its index which choice they are about.
  private func checkIndexes(of record: BenchmarkRecord, _ count: Int) throws {
    let pairs =
      method.comparisons.values.flatMap { $0 } + method.differences.values + method.shares.values
    if let highest = pairs.map({ max($0.first, $0.second) }).max(), highest >= count {
      let message = "a pair names choice \(highest), counted from 0, and there are \(count)"
      throw record.problem("benchmark/bad-row", message)
    }
    guard method.flags.isEmpty || method.flags.count == count else {
      let message = "there are \(method.flags.count) `flags` for \(count) choices"
      throw record.problem("benchmark/bad-row", message)
    }
  }

  private func measured(
    _ rule: ChoiceMethod.Normalisation,
    _ answers: [ContinuationLikelihood],
    _ choices: [String],
    _ bare: [Double]
  ) -> [Double] {
    answers.enumerated().map { index, answer in
      switch rule {
      case .none: answer.logLikelihood
      case .tokens: answer.logLikelihood / Double(max(1, answer.tokens))
      case .characters:
        answer.logLikelihood / Double(max(1, choices[index].unicodeScalars.count))
      case .bytes: answer.logLikelihood / Double(max(1, choices[index].utf8.count))
      case .unconditional: answer.logLikelihood - bare[index]
      }
    }
  }

  private func add(comparing values: [Double], to scores: inout [String: Double]) {
    for (name, pairs) in method.comparisons {
      let won = pairs.count { values[$0.first] > values[$0.second] }
      scores[name] = Double(won) / Double(max(1, pairs.count))
    }
    for (name, pair) in method.differences {
      scores[name] = values[pair.first] - values[pair.second]
    }
    for (name, pair) in method.shares {
      scores[name] = 1 / (1 + exp(values[pair.second] - values[pair.first]))
    }
  }

  private func add(
    rolesOf best: Int,
    _ record: BenchmarkRecord,
    to scores: inout [String: Double]
  ) throws {
    for role in method.roles {
      if let except = role.except, case .integer(best)? = record.value(except) { continue }
      guard case .integer(let index)? = record.value(role.field) else { continue }
      scores[role.name] = index == best ? 1 : 0
    }
  }

  /// The probability of the first choices among all.
  private static func mass(of count: Int, _ values: [Double]) -> Double {
    let most = values.max() ?? 0
    let weights = values.map { exp($0 - most) }
    return weights.prefix(count).reduce(0, +) / weights.reduce(0, +)
  }

  private static func add(_ flags: [Bool], _ best: Int, to scores: inout [String: Double]) {
    scores["true_positive"] = flags[best] ? 1 : 0
    scores["false_positive"] = flags[best] ? 0 : 1
    scores["false_negative"] = Double(
      flags.enumerated().count { $0.offset != best && $0.element }
    )
  }

  /// The first of the highest.
  static func best(of values: [Double]) -> Int {
    values.indices.max { values[$0] < values[$1] || (values[$0] == values[$1] && $0 > $1) } ?? 0
  }
}
