import Checkpoints
import Diagnostics
import Foundation
import FuzzSupport
import Testing

/// Models that `llama-gguf-split` cut into several files.
struct GGUFSplitTests {
  /// Three parts, the first with metadata alone, as `--no-tensor-first-split` writes them.
  private static func parts(tensors: Int32 = 2) -> [GGUFBytes] {
    (0..<3).map { number in
      var part = GGUFBytes()
      if number == 0 { part.add("general.architecture", "gemma2") }
      part.add("split.no", type: 2, GGUFBytes.little(UInt16(number)))
      part.add("split.count", type: 2, GGUFBytes.little(UInt16(3)))
      part.add("split.tensors.count", type: 5, GGUFBytes.little(tensors))
      guard number > 0 else { return part }
      part.tensor("kettle.\(number)", [4], type: 0, at: 0)
      part.data = (0..<4).flatMap { GGUFBytes.little(Float(10 * number + $0).bitPattern) }
      return part
    }
  }

  private static func name(_ number: Int) -> String { "m-0000\(number)-of-00003.gguf" }

  /// Opens one of some parts; the others are found by their names.
  private static func open(_ parts: [[UInt8]], at number: Int = 1) throws -> GGUFFile {
    func file(_ path: String) throws -> CheckpointFile {
      guard let index = (1...3).first(where: { name($0) == path }), index <= parts.count else {
        throw Diagnostic("checkpoint/unreadable", "no such file", at: .init(file: path))
      }
      return try CheckpointFile(name: path, bytes: parts[index - 1], maximum: 1 << 20)
    }
    return try GGUFFile(try file(name(number)), parts: file)
  }

  private static func problem(_ parts: [[UInt8]], at number: Int = 1) -> Diagnostic? {
    do { _ = try open(parts, at: number) } catch { return error as? Diagnostic }
    return nil
  }

  @Test func `joins the parts of a model`() throws {
    let file = try Self.open(Self.parts().map(\.file))
    #expect(try file.metadata.string("general.architecture") == "gemma2")
    #expect(file.tensorNames == ["kettle.1", "kettle.2"])
    #expect(try file.floats("kettle.2", [4]) == [20, 21, 22, 23])
    #expect(file.file(of: "kettle.2") == Self.name(3) && file.name == Self.name(1))
  }

  @Test func `finds the parts beside the first on a disk`() throws {
    let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (index, part) in Self.parts().enumerated() {
      try Data(part.file).write(to: folder.appending(path: Self.name(index + 1)))
    }
    let file = try GGUFFile(path: folder.appending(path: Self.name(1)).path)
    #expect(try file.floats("kettle.1", [4]) == [10, 11, 12, 13])
    try FileManager.default.removeItem(at: folder.appending(path: Self.name(2)))
    let error = #expect(throws: Diagnostic.self) {
      try GGUFFile(path: folder.appending(path: Self.name(1)).path)
    }
    #expect(error?.place?.file.hasSuffix(Self.name(2)) == true)
  }

  @Test func `refuses parts that do not belong together`() throws {
    let good = Self.parts().map(\.file)
    let later = Self.problem(good, at: 2)
    #expect(later?.code == "gguf/parts" && later?.hint?.contains(Self.name(1)) == true)
    #expect(Self.problem([good[0], good[2], good[1]])?.message.contains("not part 2") == true)
    #expect(Self.problem(Array(good.dropLast()))?.code == "checkpoint/unreadable")
    #expect(
      Self.problem(Self.parts(tensors: 3).map(\.file))?.message.contains("split.tensors.count")
        == true
    )
    var twice = Self.parts()
    twice[2].tensors = []
    twice[2].tensor("kettle.1", [4], type: 0, at: 0)
    #expect(Self.problem(twice.map(\.file))?.message.contains("earlier part") == true)
    var many = Self.parts()
    many[0].entries[2] = []
    many[0].add("split.count", type: 2, GGUFBytes.little(UInt16(60_000)))
    many[0].entries.remove(at: 2)
    #expect(Self.problem(many.map(\.file))?.message.contains("at most 512") == true)
  }

  @Test(arguments: [
    ("a/b-00001-of-00012.gguf", "a/b", 1, 12), ("-00002-of-00002.gguf", "", 2, 2),
    ("x-of-y-00003-of-00003.gguf", "x-of-y", 3, 3),
  ])
  func `takes names apart`(path: String, stem: String, number: Int, count: Int) throws {
    let name = try #require(GGUFPartName(path))
    #expect(name.stem == stem && name.number == number && name.count == count)
    #expect(name.paths.count == count && name.paths[number - 1] == path)
  }

  @Test(arguments: [
    "m.gguf", "m-1-of-2.gguf", "m-00003-of-00002.gguf", "m-00000-of-00002.gguf",
    "m-00001-of-00002.bin", "m-00001-to-00002.gguf", "m-+0001-of-00002.gguf",
  ])
  func `knows names that are none of a part`(path: String) {
    #expect(GGUFPartName(path) == nil)
  }

  @Test func `reads or refuses mutated parts`() {
    let good = Self.parts().map(\.file)
    var refused = 0
    Fuzz.rounds(2000, seed: 37_000) { round, generator in
      var parts = good
      parts[round % 3] = Fuzz.mutated(
        good[round % 3],
        alphabet: "\u{1}\u{2}\u{3}\u{5}\u{20}\u{7F}split.no",
        with: &generator
      )
      do {
        let file = try Self.open(parts)
        for name in file.tensorNames {
          guard let tensor = file.tensor(name) else { continue }
          _ = try file.floats(name, tensor.shape)
        }
      } catch {
        refused += 1
        #expect(error is Diagnostic, "seed \(37_000 + round)")
      }
    }
    #expect(refused > 500)
  }
}
