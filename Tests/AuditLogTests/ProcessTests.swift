import AuditLog
import FuzzSupport
import Glibc
import SafetyCore
import Testing

/// Writers that are processes of their own, one after the other killed, or many at once.
@Suite struct ProcessTests {
  private static let writer: String? = {
    let own = CommandLine.arguments[0].split(separator: "/", omittingEmptySubsequences: false)
    return [own.dropLast().joined(separator: "/"), ".build/release"]
      .map { $0 + "/audit-benchmark" }.first { access($0, X_OK) == 0 }
  }()

  private func start(_ words: [String], output: String) throws -> pid_t {
    let writer = try #require(Self.writer)
    let arguments = ([writer] + words).map { strdup($0) }
    defer { arguments.forEach { free($0) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var process: pid_t = 0
    #expect(posix_spawn(&process, writer, &actions, nil, arguments + [nil], environ) == 0)
    return process
  }

  /// Waits, for ten seconds at most, until something was acknowledged.
  private func waitForAnAcknowledgement(in output: String) throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while try SafeFile.read(output, limit: 1 << 24).bytes.isEmpty, ContinuousClock.now < deadline {
      usleep(1_000)
    }
  }

  private func end(_ process: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  @Test func `Fuzz: loses no acknowledged event to kill -9`() throws {
    var test = try TestLog()
    var size = 0
    var kills = 0
    try Fuzz.rounds(25, seed: 71) { round, generator in
      // A log of its own for each 50 rounds, so that verifying stays quick.
      if round % 50 == 0 {
        test = try TestLog()
        try test.open().close()
        size = 0
      }
      let output = test.folder + "/acknowledged"
      let group = [1, 7, 100].randomElement(using: &generator) ?? 1
      let process = try start(
        ["write", test.path, "r\(round)", "1000000", "\(group)"],
        output: output
      )
      // On a busy machine a writer takes its time to begin; one round in four does not wait for it.
      if round % 4 != 0 { try waitForAnAcknowledgement(in: output) }
      usleep(UInt32.random(in: 0...40_000, using: &generator))
      kill(process, SIGKILL)
      #expect(end(process) & 0x7F == SIGKILL)
      let lines = try SafeFile.read(output, limit: 1 << 24).bytes.split(separator: 0x0A)
      let acknowledged = lines.last.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
      if acknowledged > 0 { kills += 1 }
      let report = try test.verify()
      #expect(report.isIntact, "round \(round): \(report)")
      #expect(report.events >= size + acknowledged, "round \(round)")
      // At most the one append whose acknowledgement the kill cut off is more.
      #expect(report.events <= size + acknowledged + group, "round \(round)")
      size = report.events
    }
    #expect(kills > 3)
  }

  @Test func `keeps eight processes apart`() throws {
    let test = try TestLog()
    let each = 1000 * min(10, Fuzz.factor)
    let processes = try (0..<8).map { index in
      try start(
        ["write", test.path, "r\(index)", "\(each)", "50"],
        output: test.folder + "/output-\(index)"
      )
    }
    for process in processes { #expect(end(process) == 0) }
    let report = try test.verify()
    #expect(report.isIntact)
    #expect(report.events == 8 * each)
    let log = try test.open(.readOnly)
    for index in 0..<8 {
      var next = 0
      try log.events(of: "r\(index)") { event in
        let members = try CanonicalValue(parsing: event.body).members
        #expect(members?["id"] == .string("request-\(next)"))
        next += 1
      }
      #expect(next == each)
    }
    try log.close()
  }
}
