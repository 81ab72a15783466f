import SafetyCore
import StrictJSON

/// The results file of lm-evaluation-harness.
struct LMEvalResults {
  private let fields: JSONFields
  private let options: ImportedResults.Options
  private let counts: [String: (original: Int?, effective: Int)]
  private let subtasks: [String: [String]]
  private let intervals: ExportedIntervals
  /// When it ran; nil where the file does not say.
  private let measured: String?

  init(_ fields: JSONFields, _ options: ImportedResults.Options, now: Int) throws {
    self.fields = fields
    self.options = options
    counts = try Self.counts(fields)
    subtasks = try Self.subtasks(fields)
    intervals = try ExportedIntervals(in: fields)
    measured = try MeasuringTime.unix(fields.value("date"), now: now, file: fields.file)
  }

  func figures(run: String) throws -> ImportedFigures {
    let config = try fields.required("config", fields.object("config"))
    let results = try fields.required("results", fields.object("results"))
    var found = ImportedFigures(tasks: Set(results.keys))
    for task in results.keys {
      let entry = try results.required(task, results.object(task))
      try add(task, entry, config, run: run, to: &found)
    }
    return found
  }

  private func add(
    _ task: String,
    _ entry: JSONFields,
    _ config: JSONFields,
    run: String,
    to found: inout ImportedFigures
  ) throws {
    let (count, isWhole) = try items(of: task)
    if !isWhole { found.accepted.insert("limited") }
    let subject = try subject(of: task, config, limit: isWhole ? nil : count)
    let better = try fields.object("higher_is_better")?.object(task)
    let benchmark = options.names[task] ?? task
    for key in entry.keys {
      guard let name = LMEvalKey(key), !name.isError else { continue }
      guard let value = entry.value(key)?.double else {
        found.undefined.append("\(benchmark) \(name.metric)")
        continue
      }
      let error = entry.value(name.errorKey)?.double
      found.metrics.append(
        MetricEvent(
          run: run,
          benchmark: benchmark,
          metric: name.metric,
          value: decimal(value),
          interval: try intervals.interval(of: task, key)
            ?? error.flatMap { StandardError.interval(value, $0, of: name.plain) },
          count: count,
          direction: try better?.boolean(name.plain).map { $0 ? .higher : .lower } ?? .none,
          subject: subject,
          measured: measured
        )
      )
    }
  }

  /// Items of a task, or of all tasks of a group, and whether they are all that there are.
  ///
  /// What counts is how many were asked: `--samples` asks a part without a limit on record, and a
  /// limit above the size of a set leaves nothing out.
  private func items(of task: String) throws -> (count: Int, isWhole: Bool) {
    var sum = 0
    var isWhole = true
    for name in leaves(of: task, depth: 0) {
      guard let count = counts[name] else {
        throw ImportedResults.refusal(
          "`n-samples` does not say how many items `\(name.prefix(80))` has",
          file: fields.file
        )
      }
      if count.original.map({ count.effective < $0 }) ?? true {
        isWhole = false
        guard options.allowsLimit else {
          let all = count.original.map { "\($0) items" } ?? "an unknown number of items"
          throw ImportedResults.limitRefusal(
            "`\(name.prefix(80))` was run on part of the set: \(count.effective) of \(all)",
            file: fields.file
          )
        }
      }
      sum += count.effective
    }
    guard sum > 0 else {
      throw ImportedResults.refusal("`\(task.prefix(80))` has no item", file: fields.file)
    }
    return (sum, isWhole)
  }

  /// A group may hold groups; a circle of them ends at the depth that any sane file stays below.
  private func leaves(of task: String, depth: Int) -> [String] {
    guard let parts = subtasks[task], !parts.isEmpty, depth < 16 else { return [task] }
    return parts.flatMap { leaves(of: $0, depth: depth + 1) }
  }

  private func subject(
    of task: String,
    _ config: JSONFields,
    limit: Int?
  ) throws -> EvaluationSubject {
    EvaluationSubject(
      model: try fields.string("model_name") ?? config.required("model", config.string("model")),
      modelSHA256: options.modelSHA256,
      dataSHA256: try data(of: task),
      protocolSHA256: try protocolDigest(of: task),
      seed: try config.integer("random_seed", 0...Int.max) ?? 0,
      harness: try harness(),
      limit: limit
    )
  }

  /// What the harness hashed over the items, else the set by name, as its configuration has it.
  private func data(of task: String) throws -> Digest {
    let tasks = leaves(of: task, depth: 0)
    let hashes = try fields.object("task_hashes")
    let configs = try fields.object("configs")
    let parts = try tasks.map { name -> CanonicalValue in
      if let hash = try hashes?.string(name), let digest = Digest(hex: hash) {
        return .string(digest.hex)
      }
      let config = try configs?.object(name)
      return .object(
        Dictionary(
          uniqueKeysWithValues: ["dataset_path", "dataset_name", "test_split", "validation_split"]
            .map { ($0, CanonicalValue(config?.value($0) ?? .null)) }
        )
      )
    }
    if parts.count == 1, case .string(let hex) = parts[0], let digest = Digest(hex: hex) {
      return digest
    }
    return .sha256(CanonicalValue.array(parts).canonicalJSON)
  }

  private func protocolDigest(of task: String) throws -> Digest {
    let parts = try leaves(of: task, depth: 0).map { name -> CanonicalValue in
      [
        "config": CanonicalValue(try fields.object("configs")?.value(name) ?? .null),
        "version": CanonicalValue(try fields.object("versions")?.value(name) ?? .null),
        "n-shot": CanonicalValue(try fields.object("n-shot")?.value(name) ?? .null),
      ]
    }
    let whole: CanonicalValue = [
      "tasks": .array(parts),
      "chat_template_sha": CanonicalValue(fields.value("chat_template_sha") ?? .null),
      "system_instruction_sha": CanonicalValue(fields.value("system_instruction_sha") ?? .null),
    ]
    return .sha256(whole.canonicalJSON)
  }

  /// With its version, or the commit where an older harness knew no more; we export under our name.
  private func harness() throws -> String {
    if let version = try fields.string("lm_eval_version") { return "lm-eval \(version)" }
    if let commit = try fields.string("git_hash") {
      return commit.hasPrefix("gemma-safety ") ? commit : "lm-eval at commit \(commit)"
    }
    throw ImportedResults.refusal("the file does not say which lm-eval wrote it", file: fields.file)
  }

  private static func counts(
    _ fields: JSONFields
  ) throws -> [String: (original: Int?, effective: Int)] {
    guard let samples = try fields.object("n-samples") else { return [:] }
    var counts: [String: (original: Int?, effective: Int)] = [:]
    for task in samples.keys {
      let entry = try samples.required(task, samples.object(task))
      let original = try entry.integer("original", 0...1 << 40)
      let most = original ?? 1 << 40
      counts[task] = (
        original, try entry.required("effective", entry.integer("effective", 0...most))
      )
    }
    return counts
  }

  private static func subtasks(_ fields: JSONFields) throws -> [String: [String]] {
    guard let groups = try fields.object("group_subtasks") else { return [:] }
    return try Dictionary(
      uniqueKeysWithValues: groups.keys.map { ($0, try groups.strings($0) ?? []) }
    )
  }
}
