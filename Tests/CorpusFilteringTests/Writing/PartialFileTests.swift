import Diagnostics
import Glibc
import Testing

import CorpusFiltering

struct PartialFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? Diagnostic)?.code.rawValue
    }
  }

  @Test func `appears under its name only when it is published`() throws {
    let file = try PartialFile(folder: folder.path, name: "x/y/a.jsonl", start: .new)
    try file.append(Array("silver".utf8))
    try file.flush()
    #expect(!PartialFile.isPublished(folder: folder.path, name: "x/y/a.jsonl"))
    try file.publish()
    #expect(PartialFile.isPublished(folder: folder.path, name: "x/y/a.jsonl"))
    #expect(try TemporaryFolder.read(file.path) == Array("silver".utf8))
    #expect(FileStatus(path: file.path + ".partial") == nil)
  }

  @Test func `goes on at a secured length`() throws {
    do {
      let file = try PartialFile(folder: folder.path, name: "a", start: .new)
      try file.append(Array("silver kettle".utf8))
    }
    let file = try PartialFile(folder: folder.path, name: "a", start: .resuming)
    #expect(file.length == 13)
    try file.truncate(to: 7)
    try file.append(Array("dance".utf8))
    try file.publish()
    #expect(try TemporaryFolder.read(file.path) == Array("silver dance".utf8))
  }

  @Test func `refuses what an earlier run left unless it is told otherwise`() throws {
    try folder.write("a", "old")
    try folder.write("b.partial", "old")
    #expect(
      code { _ = try PartialFile(folder: folder.path, name: "a", start: .new) } == "output/exists"
    )
    #expect(
      code { _ = try PartialFile(folder: folder.path, name: "b", start: .new) }
        == "output/unfinished"
    )
    let file = try PartialFile(folder: folder.path, name: "a", start: .replacing)
    #expect(try TemporaryFolder.read("\(folder.path)/a") == Array("old".utf8))
    try file.publish()
    #expect(try TemporaryFolder.read("\(folder.path)/a") == [])
  }

  @Test(arguments: ["../a", "x/../../a", "/a", "", "x//a", "./a"])
  func `refuses a name that leads out`(name: String) {
    #expect(
      code { _ = try PartialFile(folder: folder.path, name: name, start: .new) }
        == "output/bad-name"
    )
  }

  @Test func `refuses a secured length that is not there`() throws {
    let file = try PartialFile(folder: folder.path, name: "a", start: .new)
    #expect(code { try file.truncate(to: 1) } == "output/short-partial")
  }

  @Test func `names a full disk`() throws {
    #expect(
      SystemError.output(ENOSPC, doing: "write", path: "a").code == "output/disk-full"
    )
    #expect(SystemError.output(EIO, doing: "write", path: "a").code == "output/write-failed")
  }

  @Test func `names a folder that is a file`() throws {
    try folder.write("x", "k")
    #expect(
      code { _ = try PartialFile(folder: folder.path, name: "x/a", start: .new) }
        == "output/wrong-kind"
    )
  }

  @Test func `goes away when it is discarded`() throws {
    let file = try PartialFile(folder: folder.path, name: "a", start: .new)
    try file.discard()
    #expect(FileStatus(path: file.path + ".partial") == nil)
  }
}
