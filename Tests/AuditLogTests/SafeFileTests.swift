import AuditLog
import Glibc
import SafetyCore
import Testing

/// What is never put in the place of something else.
@Suite struct SafeFileTests {
  @Test func `puts no file in the place of an audit log`() throws {
    let test = try TestLog()
    try test.fill()
    let before = try SafeFile.read(test.path, limit: 1 << 24).bytes
    #expect(TestLog.code { try SafeFile.replace(test.path, [1, 2]) } == "audit/is-a-database")
    var wrote = false
    let code = TestLog.code {
      try SafeFile.replaceWriting(test.path) { write in
        wrote = true
        try write([1, 2])
      }
    }
    #expect(code == "audit/is-a-database" && !wrote)
    #expect(try SafeFile.read(test.path, limit: 1 << 24).bytes == before)
    #expect(try test.verify().outcome == .ok)
  }

  @Test func `replaces any other file, also an empty one and one that only begins alike`() throws {
    let test = try TestLog()
    let file = test.folder + "/kettle"
    for old in ["", "SQLite format", "SQLite format 4\0 and more", "silver kettle dance"] {
      unlink(file)
      try SafeFile.create(file, Array(old.utf8), mode: 0o644)
      try SafeFile.replace(file, [7])
      #expect(try SafeFile.read(file, limit: 9).bytes == [7])
      try SafeFile.replaceWriting(file) { try $0([8]) }
      #expect(try SafeFile.read(file, limit: 9).bytes == [8])
    }
  }

  @Test func `makes both files of a key or neither`() throws {
    let test = try TestLog()
    let path = test.folder + "/a.key"
    try SafeFile.create(path + ".pub", [1], mode: 0o644)
    #expect(
      TestLog.code { _ = try KeyFile.create(name: "test/log", at: path) } == "audit/file-exists"
    )
    #expect(access(path, F_OK) != 0)
    #expect(try SafeFile.read(path + ".pub", limit: 9).bytes == [1])
    unlink(path + ".pub")
    let signer = try KeyFile.create(name: "test/log", at: path)
    #expect(try KeyFile.verifier(path + ".pub") == signer.verifier)
    unlink(path + ".pub")
    #expect(
      TestLog.code { _ = try KeyFile.create(name: "test/log", at: path) } == "audit/file-exists"
    )
    #expect(access(path + ".pub", F_OK) != 0)
    #expect(try KeyFile.signer(at: path).encoded == signer.encoded)
  }
}
