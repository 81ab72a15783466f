import Diagnostics
import SafetyEvaluation
import StrictJSON

/// Answers out of a file that `evaluate run --answers` wrote.
package enum AnswerTexts {
  private static let maximumBytes = 2 << 30
  /// Of an answer that is shown; the rest is left out.
  private static let maximumCharacters = 1_200

  /// The first answer to each of some items.
  ///
  /// - Parameters:
  ///   - path: Of the file.
  ///   - wanted: The items.
  /// - Returns: Those that the file has, shortened where they are long.
  /// - Throws: `runtime/unreadable`, `runtime/too-large`, `evaluation/answers` with the line.
  package static func read(
    _ path: String,
    wanted: Set<EvaluationReport.ExampleKey>
  ) throws -> [EvaluationReport.ExampleKey: String] {
    let bytes = try InputFile.bytes(path, maximum: maximumBytes)
    var found: [EvaluationReport.ExampleKey: String] = [:]
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty {
      let place = Diagnostic.Place(file: path, line: index + 1)
      let (key, answer) = try answer(Array(line), place)
      if wanted.contains(key), found[key] == nil { found[key] = shortened(answer) }
    }
    return found
  }

  private static func answer(
    _ line: [UInt8],
    _ place: Diagnostic.Place
  ) throws -> (EvaluationReport.ExampleKey, String) {
    do {
      let limits = JSONLimits(bytes: line.count, depth: 4)
      let value = try JSONValue(parsing: line, file: place.file, limits: limits)
      let fields = try JSONFields(value, file: place.file, code: "evaluation/answers")
      return (
        .init(
          benchmark: try fields.required("benchmark", fields.string("benchmark")),
          item: try fields.required("task_id", fields.string("task_id"))
        ), try fields.required("completion", fields.string("completion"))
      )
    } catch var problem as Diagnostic {
      problem.place = place
      problem.hint = "`evaluate run --answers` writes such files"
      throw problem
    }
  }

  private static func shortened(_ answer: String) -> String {
    answer.count <= maximumCharacters ? answer : answer.prefix(maximumCharacters) + " …"
  }
}
