import AuditLog
import CorpusFiltering
import Diagnostics
import Glibc
import SafetyRuntime
import Testing

/// That a folder and its audit log agree, whatever fails at the end of a mixture.
struct MixtureSessionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let lines = (0..<50).map { "{\"id\":\"\($0)\",\"text\":\"silver kettle dance \($0)\"}\n" }
    try folder.write("letters.jsonl", lines.joined())
    try folder.write(
      "r.yaml",
      "version: 1\nsources: {letters: {paths: [letters.jsonl], repeat: 1}}\n"
    )
  }

  private var output: String { "\(folder.path)/out" }

  private func request(
    clock: @escaping @Sendable () -> String = { "2026" }
  ) throws -> MixtureRequest {
    try MixtureRequest(recipe: "\(folder.path)/r.yaml", output: output, version: "1", clock: clock)
  }

  private func mix(_ request: MixtureRequest) throws -> MixtureSession.Outcome {
    try MixtureSession(request, interruption: Interruption()).run { _ in }
  }

  private func isThere(_ name: String) -> Bool { FileStatus(path: "\(output)/\(name)") != nil }

  @Test func `keeps what the log speaks of where the report cannot have its name`() throws {
    // Time is asked for when the run enters the log, after the report was prepared.
    let obstacle = "\(output)/report.json"
    let failing = try request {
      mkdir(obstacle, 0o777)
      return "2026"
    }
    let problem = try #require(throws: Diagnostic.self) { _ = try mix(failing) }
    #expect(problem.code == "output/wrong-kind")
    #expect(problem.hint?.contains("--resume") == true)
    #expect(isThere("train/train-00000-of-00001.jsonl") && isThere(".mixing"))
    #expect(isThere("report.json.partial"))
    #expect(rmdir(obstacle) == 0)
    var resuming = try request()
    resuming.resumes = true
    guard case .wasComplete(let mixture) = try mix(resuming) else {
      Issue.record("the mixture was made again")
      return
    }
    #expect(isThere("report.json") && !isThere("report.json.partial") && !isThere(".mixing"))
    let log = try AuditLog(path: "\(output)/audit.sqlite", mode: .readOnly, clock: { "" })
    #expect(try log.runs().map(\.run) == [mixture.run])
    #expect(try log.runs().first?.ended != nil)
    try log.close()
  }

  @Test func `leaves nothing where the log takes no run`() throws {
    var request = try request()
    request.audit = "\(folder.path)/nowhere/audit.sqlite"
    #expect(throws: (any Error).self) { _ = try mix(request) }
    for name in ["train", "report.json", "report.json.partial", ".mixing"] {
      #expect(!isThere(name), "\(name)")
    }
  }
}
