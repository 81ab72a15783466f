import AuditLog
import Diagnostics
import Glibc
import Testing

struct FileLockTests {
  private let busy = Diagnostic("test/busy", "held by another")

  private func code(_ path: String) -> String? {
    do throws(Diagnostic) {
      _ = try FileLock(path, busy: busy)
      return nil
    } catch {
      return error.code.rawValue
    }
  }

  @Test func `is held by one at a time`() throws {
    let test = try TestLog()
    let path = test.folder + "/lock"
    let first = try FileLock(path, busy: busy)
    withExtendedLifetime(first) { #expect(code(path) == "test/busy") }
  }

  @Test func `is free once its holder is gone, and leaves its file`() throws {
    let test = try TestLog()
    let path = test.folder + "/lock"
    #expect(code(path) == nil)
    #expect(access(path, F_OK) == 0)
    #expect(code(path) == nil)
  }

  @Test func `follows no link and names a folder that is not there`() throws {
    let test = try TestLog()
    symlink("target", test.folder + "/link")
    #expect(code(test.folder + "/link") == "lock/unavailable")
    #expect(access(test.folder + "/target", F_OK) != 0)
    #expect(code(test.folder + "/none/lock") == "lock/unavailable")
  }
}
