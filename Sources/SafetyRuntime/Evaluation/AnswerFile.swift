import Diagnostics
import Glibc
import SafetyEvaluation
import StrictJSON
import Synchronization

/// A file of answers as JSON lines, for a person who asked for the texts; readable by the owner only.
final class AnswerFile: Sendable {
  private let path: String
  private let descriptor: Mutex<Int32>

  /// Opens the file, which is made where there is none and gone on with where there is one.
  ///
  /// - Throws: `runtime/unreadable`.
  init(path: String) throws {
    let opened = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard opened >= 0 else { throw InputFile.unreadable(path) }
    self.path = path
    descriptor = Mutex(opened)
  }

  deinit { descriptor.withLock { _ = close($0) } }

  /// Adds an answer; `task_id` and `completion` are as the evaluator of HumanEval reads them.
  func append(
    _ record: BenchmarkRecord,
    of benchmark: String,
    sample: Int,
    answer: String
  ) throws {
    let task = (try? record.text(["task_id"])) ?? record.id
    var line: [UInt8] = Array("{\"task_id\":".utf8)
    JSONWriter.append(task, to: &line)
    line += ",\"benchmark\":".utf8
    JSONWriter.append(benchmark, to: &line)
    line += ",\"sample\":\(sample),\"completion\":".utf8
    JSONWriter.append(answer, to: &line)
    line += "}\n".utf8
    let count = descriptor.withLock { file in
      line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    }
    guard count == line.count else { throw InputFile.unreadable(path) }
  }
}
