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
  /// - Throws: `runtime/unwritable`.
  init(path: String) throws {
    let opened = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard opened >= 0 else { throw Self.unwritable(path) }
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
    var line = Self.head(record, of: benchmark)
    line += "\"sample\":\(sample),\"completion\":".utf8
    JSONWriter.append(answer, to: &line)
    line += "}\n".utf8
    let count = descriptor.withLock { file in
      line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    }
    guard count == line.count else { throw Self.unwritable(path) }
  }

  /// Takes back what the file ends with of one item, whole or cut short: it is asked again.
  ///
  /// - Throws: `runtime/unreadable`, `runtime/unwritable`.
  func takeBack(_ record: BenchmarkRecord, of benchmark: String) throws {
    let bytes = try InputFile.bytes(path, maximum: .max)
    let head = Self.head(record, of: benchmark)
    var end = bytes.count
    while end > 0 {
      let start = bytes[..<(end - 1)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      guard bytes[end - 1] != 0x0A || bytes[start..<end].starts(with: head) else { break }
      end = start
    }
    guard end < bytes.count else { return }
    let status = descriptor.withLock { ftruncate($0, off_t(end)) }
    guard status == 0 else { throw Self.unwritable(path) }
  }

  /// What every line of an item begins with.
  private static func head(_ record: BenchmarkRecord, of benchmark: String) -> [UInt8] {
    let task = (try? record.text(["task_id"])) ?? record.id
    var line: [UInt8] = Array("{\"task_id\":".utf8)
    JSONWriter.append(task, to: &line)
    line += ",\"benchmark\":".utf8
    JSONWriter.append(benchmark, to: &line)
    line += ",".utf8
    return line
  }

  private static func unwritable(_ path: String) -> Diagnostic {
    Diagnostic(
      "runtime/unwritable",
      "cannot write the answers: \(String(cString: strerror(errno)))",
      at: .init(file: path)
    )
  }
}
