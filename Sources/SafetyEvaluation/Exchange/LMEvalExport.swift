import ReportPages
import SafetyCore

/// Figures of a run as the results file of lm-evaluation-harness.
package struct LMEvalExport: Sendable {
  private let records: [EvaluationRecord]
  private let toolVersion: String
  /// Worked examples before each item, by benchmark.
  private let shots: [String: Int]

  /// Takes the records of one run.
  ///
  /// - Parameters:
  ///   - records: Of its benchmarks.
  ///   - toolVersion: The program's.
  ///   - descriptions: What may have been run; one of another digest than a record's says nothing of it.
  package init(
    records: [EvaluationRecord],
    toolVersion: String,
    descriptions: [BenchmarkDescription] = []
  ) {
    self.records = records
    self.toolVersion = toolVersion
    shots = Dictionary(
      descriptions.filter { description in
        records.contains {
          $0.benchmark == description.id && $0.subject.protocolSHA256 == description.sha256
        }
      }.map { ($0.id, $0.method.exampleCount) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The file; a slice is a task of its own, named after its benchmark and group.
  package var json: [UInt8] {
    let tasks = tasks
    return ReportValue.object([
      "results": .members(tasks.map { .init(name: $0.name, value: results($0)) }),
      "group_subtasks": .members(tasks.map { .init(name: $0.name, value: .array([])) }),
      "configs": .members(tasks.map { .init(name: $0.name, value: config($0)) }),
      "versions": .members(tasks.map { .init(name: $0.name, value: .string(toolVersion)) }),
      "n-shot": .members(
        tasks.compactMap { task in
          shots[task.benchmark].map { .init(name: task.name, value: .integer($0)) }
        }
      ),
      "higher_is_better": .members(tasks.map { .init(name: $0.name, value: better($0)) }),
      "n-samples": .members(tasks.map { .init(name: $0.name, value: samples($0)) }),
      "config": runConfig,
      // Where lm-eval has its commit stands who wrote the file: the name by which it is read back.
      "git_hash": .string("gemma-safety \(toolVersion)"),
      "task_hashes": .members(
        tasks.map { .init(name: $0.name, value: .string($0.subject.dataSHA256.hex)) }
      ),
      "model_source": .string("gemma-safety"),
      "model_name": .string(records.first?.subject.model ?? ""),
      "chat_template_sha": .null,
      "system_instruction_sha": .null,
      "date": date.map { .integer($0) } ?? .null,
      ExportedIntervals.member: .members(
        tasks.map { .init(name: $0.name, value: intervals($0)) }
      ),
    ]).json
  }

  /// When the first figures were taken, in seconds since 1970.
  private var date: Int? {
    records.first.flatMap { UTCTime.seconds($0.metrics.first?.measured ?? $0.started) }
  }

  /// The figures of one set or slice.
  private struct Task {
    var name: String
    var benchmark: String
    var subject: EvaluationSubject
    var metrics: [MetricEvent]
    /// Those of the set or slice; none for figures that were imported.
    var items: [EvaluationItem]
  }

  private var tasks: [Task] {
    var tasks: [Task] = []
    for record in records {
      for metric in record.metrics {
        let slice = metric.slice.sorted { $0.key < $1.key }.map { "_\($0.key)_\($0.value)" }
        let name = record.benchmark + slice.joined()
        if let place = tasks.firstIndex(where: { $0.name == name }) {
          tasks[place].metrics.append(metric)
        } else {
          let items = record.items.filter { item in
            metric.slice.allSatisfy { item.groups[$0.key] == $0.value }
          }
          tasks.append(
            Task(
              name: name,
              benchmark: record.benchmark,
              subject: record.subject,
              metrics: [metric],
              items: items
            )
          )
        }
      }
    }
    return tasks
  }

  private func results(_ task: Task) -> ReportValue {
    var members: [ReportValue.Member] = [.init(name: "alias", value: .string(task.name))]
    for metric in task.metrics {
      let key = Self.key(metric.metric)
      let value: ReportValue = Double(metric.value).map { .number($0) } ?? .string(metric.value)
      members.append(.init(name: "\(key.name),\(key.filter)", value: value))
      let error = metric.interval.flatMap { StandardError.of($0) }
      members.append(
        .init(
          name: "\(key.name)_stderr,\(key.filter)",
          value: error.map { .number($0) } ?? .string("N/A")
        )
      )
    }
    return .members(members)
  }

  private func intervals(_ task: Task) -> ReportValue {
    ExportedIntervals.value(
      task.metrics.compactMap { metric in
        let key = Self.key(metric.metric)
        return metric.interval.map { ("\(key.name),\(key.filter)", $0) }
      }
    )
  }

  /// A metric that was imported with a filter keeps it.
  private static func key(_ metric: String) -> (name: String, filter: String) {
    guard let comma = metric.lastIndex(of: ",") else { return (metric, "none") }
    return (String(metric[..<comma]), String(metric[metric.index(after: comma)...]))
  }

  private func config(_ task: Task) -> ReportValue {
    .object([
      "task": .string(task.name), "protocol_sha256": .string(task.subject.protocolSHA256.hex),
      "policy_sha256": task.subject.policySHA256.map { .string($0.hex) } ?? .null,
      "judge_sha256": task.subject.judgeSHA256.map { .string($0.hex) } ?? .null,
    ])
  }

  private func better(_ task: Task) -> ReportValue {
    .members(
      task.metrics.filter { $0.direction == .higher || $0.direction == .lower }.map {
        .init(name: Self.key($0.metric).name, value: .boolean($0.direction == .higher))
      }
    )
  }

  /// Items on record and those with a score, not the clusters that some figures count.
  ///
  /// How many items a set has of which a part was drawn is not on record.
  private func samples(_ task: Task) -> ReportValue {
    let most = task.metrics.map(\.count).max() ?? 0
    let all = task.items.isEmpty ? most : task.items.count
    let scored = task.items.isEmpty ? most : task.items.count { !$0.scores.isEmpty }
    return .object([
      "original": task.subject.limit == nil ? .integer(all) : .null,
      "effective": .integer(scored),
    ])
  }

  private var runConfig: ReportValue {
    let subject = records.first?.subject
    return .object([
      "model": .string("gemma-safety"),
      "model_args": .string(subject?.model ?? ""),
      "precision": subject?.precision.map { .string($0) } ?? .null,
      "model_sha256": subject?.modelSHA256.map { .string($0.hex) } ?? .null,
      "limit": subject?.limit.map { .integer($0) } ?? .null,
      "random_seed": .integer(subject?.seed ?? 0),
    ])
  }
}
