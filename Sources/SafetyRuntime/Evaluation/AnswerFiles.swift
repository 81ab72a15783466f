import SafetyCore
import SafetyEvaluation

/// The files of a run's answers: one, and others beside it for the evaluators of several benchmarks.
///
/// An evaluator elsewhere refuses a file that holds tasks of another benchmark.
struct AnswerFiles {
  private let files: [String: AnswerFile]

  /// Opens the files.
  ///
  /// - Throws: `runtime/unwritable`.
  init(_ path: String, for benchmarks: [BenchmarkDescription]) throws {
    let apart = benchmarks.count > 1 ? benchmarks.filter(\.method.isJudgedElsewhere) : []
    var files: [String: AnswerFile] = [:]
    for benchmark in apart {
      files[benchmark.id] = try AnswerFile(path: Self.path(path, of: benchmark.id))
    }
    if apart.count < benchmarks.count {
      let common = try AnswerFile(path: path)
      for benchmark in benchmarks where files[benchmark.id] == nil {
        files[benchmark.id] = common
      }
    }
    self.files = files
  }

  /// What takes the answers of a benchmark.
  func receiver(of benchmark: String) -> (@Sendable (BenchmarkRecord, Int, String) throws -> Void)?
  {
    guard let file = files[benchmark] else { return nil }
    return { record, sample, text in
      try file.append(record, of: benchmark, sample: sample, answer: text)
    }
  }

  /// Takes back the answers to the item at which an earlier part of a run was stopped.
  ///
  /// - Parameters:
  ///   - items: What the log holds of the benchmark; an answer is written before its item is.
  ///   - benchmark: Whose items are asked in order.
  /// - Throws: What reading and cutting the file throws.
  func takeBack(behind items: [EvaluationItem], of benchmark: PreparedBenchmark) throws {
    let done = Set(items.map(\.item))
    let id = benchmark.description.id
    guard let next = benchmark.records.first(where: { !done.contains($0.id) }) else { return }
    try files[id]?.takeBack(next, of: id)
  }

  /// `answers.humaneval.jsonl` for `answers.jsonl`.
  private static func path(_ path: String, of benchmark: String) -> String {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let point = name.lastIndex(of: "."), point > name.startIndex else {
      return "\(path).\(benchmark)"
    }
    return "\(path[..<point]).\(benchmark)\(path[point...])"
  }
}
