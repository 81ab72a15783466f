import ArgumentParser
import CorpusFiltering
import Diagnostics
import SafetyCore
import SafetyEvaluation
import SafetyRuntime
import TerminalOutput

/// Measures a classifier on labelled records and shows what came of it.
struct ClassifyEvaluation {
  /// What becomes of records that cannot be read.
  private static let fate = "left out of every figure"
  private let command: ClassifyCommand
  private let plan: ClassifyPlan

  init(_ command: ClassifyCommand, _ plan: ClassifyPlan) {
    self.command = command
    self.plan = plan
  }

  func show(_ shard: InputShard) throws -> ExitCode {
    guard shard.format.isJSON else {
      throw Diagnostic(
        "evaluate/format",
        "only JSON lines and Parquet hold labels",
        at: .init(file: shard.path),
        hint: "convert the file, or name its format with --format jsonl"
      )
    }
    var unread = UnreadRecords(quiet: command.display.quiet)
    let evaluation = try measure(shard, &unread)
    guard plan.labels.indices.contains(where: { evaluation.scores(of: $0) != nil }) else {
      try unread.finish(Self.fate)
      throw Diagnostic(
        "evaluate/nothing",
        evaluation.textCount == 0
          ? "no record with labels was read"
          : "no record says whether a label of the classifier holds",
        at: .init(file: shard.path),
        hint: "the classifier's labels are \(plan.labels.joined(separator: ", "))"
      )
    }
    let view = ClassifyEvaluationView(evaluation, plan: plan, unread: unread.count)
    let terminal = command.display.terminal
    if command.display.json {
      terminal.write(String(decoding: view.json.json, as: UTF8.self))
    } else if !command.display.quiet {
      terminal.write(view.text(terminal))
    }
    try unread.finish(Self.fate)
    return command.strict && unread.count > 0 ? ExitCode(2) : .success
  }

  private func measure(
    _ shard: InputShard,
    _ unread: inout UnreadRecords
  ) throws -> ClassifierEvaluation {
    let session = try ClassifySession(
      plan,
      options: try command.options,
      workers: command.threads,
      readsTruth: true
    )
    var evaluation = ClassifierEvaluation(labels: plan.labels)
    try session.run(
      shard,
      take: { text, truth in
        evaluation.add(
          scores: text.scores.map(Double.init),
          truths: truth?.labels ?? plan.labels.map { _ in nil },
          source: truth?.source,
          groups: truth?.groups ?? []
        )
      },
      pass: { unread.add($0) }
    )
    return evaluation
  }
}
