import Diagnostics
import SafetyCore
import StrictJSON

/// A log of Inspect, version 2, as its JSON has it.
struct InspectLog {
  private let fields: JSONFields
  private let options: ImportedResults.Options
  private let eval: JSONFields

  init(_ fields: JSONFields, _ options: ImportedResults.Options) throws {
    self.fields = fields
    self.options = options
    eval = try fields.required("eval", fields.object("eval"))
  }

  func figures(run: String) throws -> ([MetricEvent], accepted: [String]) {
    let config = try eval.object("config")
    let limit = config?.value("limit") ?? config?.value("sample_id")
    try refuse(isLimited: limit != nil)
    let results = try fields.required("results", fields.object("results"))
    let total = try results.required("total_samples", results.integer("total_samples", 0...1 << 40))
    let completed = try results.required(
      "completed_samples",
      results.integer("completed_samples", 0...1 << 40)
    )
    guard completed >= total, total > 0 else {
      throw refusal("the run is incomplete: \(completed) of \(total) samples")
    }
    let scores = try results.required("scores", results.objects("scores"))
    let subject = try subject(limit: limit == nil ? nil : total)
    let metrics = try scores.flatMap {
      try figures(of: $0, subject, samples: total, isAlone: scores.count == 1, run: run)
    }
    return (metrics, limit == nil ? [] : ["limited"])
  }

  private func refuse(isLimited: Bool) throws {
    let version = try fields.integer("version", 0...1_000)
    guard version == 2 else {
      throw refusal("the log has version \(version ?? 1), version 2 is read")
    }
    let status = try fields.required("status", fields.string("status"))
    guard status == "success" else { throw refusal("its status is `\(status.prefix(40))`") }
    guard try fields.boolean("invalidated") != true else { throw refusal("it was invalidated") }
    guard try eval.object("revision")?.boolean("dirty") != true else {
      throw refusal("its task was run from a repository with changes that are in no commit")
    }
    guard !isLimited || options.allowsLimit else {
      throw ImportedResults.refusal(
        "the run was limited to part of the set",
        file: fields.file,
        hint: "`--allow-limited` takes it and records the limit with every figure"
      )
    }
  }

  private func figures(
    of score: JSONFields,
    _ subject: EvaluationSubject,
    samples: Int,
    isAlone: Bool,
    run: String
  ) throws -> [MetricEvent] {
    let name = try score.required("name", score.string("name"))
    let unscored = try score.integer("unscored_samples", 0...1 << 40) ?? 0
    guard unscored == 0 else {
      throw refusal("\(unscored) samples have no score of `\(name.prefix(80))`")
    }
    let scored = try score.integer("scored_samples", 0...1 << 40) ?? samples
    let metrics = try score.required("metrics", score.object("metrics"))
    let error = try Self.value(metrics, "stderr")
    let task = try eval.required("task", eval.string("task"))
    return try metrics.keys.filter { $0 != "stderr" }.compactMap { key in
      guard let value = try Self.value(metrics, key) else { return nil }
      // The error belongs to the mean, which Inspect calls `mean` or `accuracy`.
      let isMean = key == "mean" || key == "accuracy"
      return MetricEvent(
        run: run,
        benchmark: options.names[task] ?? task,
        metric: isAlone ? key : "\(name)/\(key)",
        value: decimal(value),
        interval: isMean ? error.flatMap { StandardError.interval(value, $0) } : nil,
        count: scored,
        direction: key == "accuracy" ? .higher : .none,
        subject: subject
      )
    }
  }

  private static func value(_ metrics: JSONFields, _ key: String) throws -> Double? {
    try metrics.object(key)?.value("value")?.double
  }

  private func subject(limit: Int?) throws -> EvaluationSubject {
    let packages = try eval.object("packages")
    guard let version = try packages?.string("inspect_ai") else {
      throw refusal("it does not say which Inspect wrote it")
    }
    let generation = try eval.object("model_generate_config")
    return EvaluationSubject(
      model: try eval.required("model", eval.string("model")),
      modelSHA256: options.modelSHA256,
      dataSHA256: ImportedResults.digest(of: eval.value("dataset")),
      protocolSHA256: protocolDigest,
      seed: try generation?.integer("seed", 0...Int.max) ?? 0,
      harness: "inspect_ai \(version)",
      limit: limit
    )
  }

  /// Everything about the task but when and where it ran.
  private var protocolDigest: Digest {
    let names = [
      "task", "task_version", "task_args", "solver", "solver_args", "scorers", "metrics",
      "model_generate_config", "revision",
    ]
    var parts = Dictionary(
      uniqueKeysWithValues: names.map { ($0, CanonicalValue(eval.value($0) ?? .null)) }
    )
    parts["plan"] = CanonicalValue(fields.value("plan") ?? .null)
    return .sha256(CanonicalValue.object(parts).canonicalJSON)
  }

  private func refusal(_ message: String) -> Diagnostic {
    ImportedResults.refusal("the log is no evidence: \(message)", file: fields.file)
  }
}
