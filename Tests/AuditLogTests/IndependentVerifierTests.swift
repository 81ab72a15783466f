import AuditLog
import Glibc
import SafetyCore
import Testing

@Suite struct IndependentVerifierTests {
  private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    (path: String) in
    access(path, X_OK) == 0
  }

  /// Runs the script with its output thrown away and returns its exit code.
  private func run(_ arguments: [String]) -> Int32? {
    guard let python = Self.python else { return nil }
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    let script = root.joined(separator: "/") + "/scripts/verify_audit.py"
    let words = ([python, script] + arguments).map { strdup($0) }
    defer { words.forEach { free($0) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var process: pid_t = 0
    guard posix_spawn(&process, python, &actions, nil, words + [nil], environ) == 0 else {
      return nil
    }
    var status: Int32 = 0
    guard waitpid(process, &status, 0) == process else { return nil }
    return status >> 8 & 0xFF
  }

  @Test(.enabled(if: python != nil))
  func `agrees with a verifier in plain Python`() throws {
    let test = try TestLog()
    try test.fill(runs: 2, documents: 400)
    let log = try test.open(.readOnly)
    let checkpoint = try log.checkpoint()
    try log.close()
    let note = test.folder + "/note"
    let file = fopen(note, "w")
    fputs(checkpoint.note, file)
    fclose(file)
    #expect(run([test.path]) == 0)
    #expect(run([test.path, note]) == 0)
    try test.tamper(
      "DELETE FROM event WHERE seq >= 403",
      "DELETE FROM checkpoint WHERE size > 403",
      "UPDATE tile SET hashes = substr(hashes, 1, 32)"
    )
    #expect(run([test.path]) == 0)
    #expect(run([test.path, note]) == 1)
    try test.tamper("UPDATE event SET body = replace(body, '0.25', '0.75') WHERE seq = 7")
    #expect(run([test.path]) == 1)
  }
}
