import Diagnostics
import SafetyCore
import StrictJSON

/// A log of Inspect, version 2, as its JSON has it.
struct InspectLog {
  private let fields: JSONFields
  private let options: ImportedResults.Options
  private let eval: JSONFields
  /// When it ran; nil where the log does not say.
  private let measured: String?

  init(_ fields: JSONFields, _ options: ImportedResults.Options, now: Int) throws {
    self.fields = fields
    self.options = options
    eval = try fields.required("eval", fields.object("eval"))
    measured = try MeasuringTime.iso(eval.value("created"), now: now, file: fields.file)
  }

  func figures(run: String) throws -> ImportedFigures {
    let isLimited = try isLimited()
    try refuse(isLimited: isLimited)
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
    let names = try scores.map { try $0.required("name", $0.string("name")) }
    let subject = try subject(limit: isLimited ? total : nil)
    let task = try eval.required("task", eval.string("task"))
    var found = ImportedFigures(tasks: [task], accepted: isLimited ? ["limited"] : [])
    for (score, name) in zip(scores, names) {
      // Scores over several epochs bear one name each way that they are reduced.
      let isShared = names.count { $0 == name } > 1
      let reducer = isShared ? try score.string("reducer").map { "/\($0)" } ?? "" : ""
      let prefix = scores.count == 1 ? "" : "\(name)\(reducer)/"
      try add(score, name, prefix, subject, samples: total, run: run, to: &found)
    }
    return found
  }

  /// Whether part of the set was run; a limit that is not below the set's size limits nothing.
  private func isLimited() throws -> Bool {
    let config = try eval.object("config")
    guard config?.value("sample_id") == nil else { return true }
    guard let limit = config?.value("limit") else { return false }
    let samples = try eval.object("dataset")?.integer("samples", 0...1 << 40)
    guard case .integer(let most) = limit, let samples else { return true }
    return most < samples
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
      throw ImportedResults.limitRefusal(
        "the run was limited to part of the set",
        file: fields.file
      )
    }
  }

  private func add(
    _ score: JSONFields,
    _ name: String,
    _ prefix: String,
    _ subject: EvaluationSubject,
    samples: Int,
    run: String,
    to found: inout ImportedFigures
  ) throws {
    let unscored = try score.integer("unscored_samples", 0...1 << 40) ?? 0
    guard unscored == 0 else {
      throw refusal("\(unscored) samples have no score of `\(name.prefix(80))`")
    }
    let scored = try score.integer("scored_samples", 0...1 << 40) ?? samples
    let metrics = try score.required("metrics", score.object("metrics"))
    let error = try Self.value(metrics, "stderr")
    let task = try eval.required("task", eval.string("task"))
    let benchmark = options.names[task] ?? task
    for key in metrics.keys where key != "stderr" {
      guard let value = try Self.value(metrics, key) else {
        found.undefined.append("\(benchmark) \(prefix)\(key)")
        continue
      }
      // The error belongs to the mean, which Inspect calls `mean` or `accuracy`.
      let isMean = key == "mean" || key == "accuracy"
      found.metrics.append(
        MetricEvent(
          run: run,
          benchmark: benchmark,
          metric: prefix + key,
          value: decimal(value),
          interval: isMean ? error.flatMap { StandardError.interval(value, $0, of: key) } : nil,
          count: scored,
          direction: key == "accuracy" ? .higher : .none,
          subject: subject,
          measured: measured
        )
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
