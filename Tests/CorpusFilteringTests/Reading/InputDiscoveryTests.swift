import Diagnostics
import Glibc
import Testing

import CorpusFiltering

struct InputDiscoveryTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func codes(_ paths: [String], _ discovery: InputDiscovery = .init()) -> [String] {
    do {
      _ = try discovery.inventory(of: paths)
      return []
    } catch {
      return error.items.map(\.code.rawValue)
    }
  }

  @Test func `finds shards in the order of their names and mirrors folders`() throws {
    for name in ["b.jsonl.gz", "x/a.txt", "x/y/t.wet.zst", "B.csv", "x.tsv", "d.json"] {
      try folder.write(name, "k")
    }
    try folder.write("notes.bin", "k")
    try folder.write(".hidden/a.txt", "k")
    let found = try InputDiscovery().inventory(of: [folder.path + "/"])
    #expect(
      found.shards.map(\.name) == [
        "B.csv", "b.jsonl.gz", "d.json", "x.tsv", "x/a.txt", "x/y/t.wet.zst",
      ]
    )
    #expect(found.shards.map(\.format) == [.csv, .jsonl, .jsonl, .tsv, .text, .warc])
    #expect(Set(found.ignored.map(\.reason)) == [.hidden, .unknownFormat])
    #expect(found.shards.allSatisfy { $0.size == 1 })
  }

  @Test func `applies patterns, the last exclusion deciding`() throws {
    for name in ["a.jsonl", "b.jsonl", "x/a.jsonl", "x/c.txt"] { try folder.write(name, "k") }
    let discovery = InputDiscovery(
      include: ["*.jsonl"],
      exclude: ["/x/", "b*", "!b.jsonl"]
    )
    let found = try discovery.inventory(of: [folder.path])
    #expect(found.shards.map(\.name) == ["a.jsonl", "b.jsonl"])
  }

  @Test func `takes back a folder without the files in it that a pattern leaves out`() throws {
    for name in ["a.txt", "x/a.txt", "x/b.md", "y/b.md"] { try folder.write(name, "k") }
    let discovery = InputDiscovery(exclude: ["y", "*.txt", "!/x", "!/y"])
    let found = try discovery.inventory(of: [folder.path])
    #expect(found.shards.map(\.name) == ["x/b.md", "y/b.md"])
  }

  @Test func `does not go round in circles and names broken links`() throws {
    try folder.write("x/a.txt", "k")
    symlink("..", "\(folder.path)/x/loop")
    symlink("self", "\(folder.path)/x/self")
    symlink("nowhere", "\(folder.path)/x/broken.txt")
    symlink("a.txt", "\(folder.path)/x/good.txt")
    let found = try InputDiscovery().inventory(of: [folder.path])
    #expect(found.shards.map(\.name) == ["x/a.txt", "x/good.txt"])
    #expect(
      found.quarantined.map(\.code) == [
        "input/unreadable", "input/symlink-loop", "input/symlink-loop",
      ]
    )
  }

  @Test func `names what is not a file and names that are not UTF-8`() throws {
    mkfifo("\(folder.path)/pipe.txt", 0o600)
    let name: [CChar] = (folder.path + "/").utf8CString.dropLast() + [-1, 0]
    close(open(name, O_CREAT | O_WRONLY, 0o600))
    let found = try InputDiscovery().inventory(of: [folder.path])
    #expect(found.quarantined.map(\.code).sorted() == ["input/invalid-name", "input/not-a-file"])
    unlink(name)
  }

  @Test func `refuses paths that are missing, unknown or the same`() throws {
    let a = try folder.write("x/a.txt", "k")
    let b = try folder.write("y/a.txt", "k")
    let c = try folder.write("c.bin", "k")
    #expect(codes([a, b]) == ["input/same-name"])
    #expect(codes(["\(folder.path)/none", c]) == ["input/not-found", "input/unknown-format"])
    #expect(codes([c], InputDiscovery(format: .text)) == [])
  }

  @Test func `reads standard input and leaves the output folder out`() throws {
    try folder.write("a.txt", "k")
    try folder.write("out/kept/a.txt", "k")
    let discovery = InputDiscovery(outputFolder: "\(folder.path)/out")
    let found = try discovery.inventory(of: ["-", folder.path])
    #expect(found.shards.map(\.name) == ["a.txt", "stdin.jsonl"])
    #expect(found.ignored.map(\.reason) == [.outputFolder])
  }
}
