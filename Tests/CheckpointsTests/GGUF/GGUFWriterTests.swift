import Checkpoints
import Diagnostics
import Foundation
import Testing

struct GGUFWriterTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private var plan: GGUFPlan {
    var plan = GGUFPlan()
    plan.add("general.architecture", .string("gemma2"))
    plan.add("n", .uint32(.max))
    plan.add("x", .float32(0.25))
    plan.add("yes", .boolean(true))
    var words = GGUFStrings()
    for word in ["silver", "", "kettle"] { words.append(Array(word.utf8)) }
    plan.add("words", .strings(words))
    plan.add("scores", .floats([-1, 2.5]))
    plan.add("kinds", .int32s([-3, 6]))
    plan.add("flags", .booleans([true, false]))
    return plan
  }

  private func source() throws -> GGUFFile {
    try GGUFFile(path: CheckpointFixture.path("gguf/gemma2-gguf-q8_0.gguf"))
  }

  @Test func `is read back as it was planned`() throws {
    try withFolder { folder in
      let weights = try source()
      let path = folder.appending(path: "m.gguf").path
      var plan = plan
      let (matrix, norm) = ("blk.0.attn_k.weight", "output_norm.weight")
      plan.add(.init("norm", .float32, [256], from: norm, adding: 1, times: 2))
      plan.add(.init("small", .q4_0, [128, 256], from: matrix))
      plan.add(.init("half", .float16, [128, 256], from: matrix))
      var written: [Int] = []
      try GGUFWriter(plan, from: weights).write(to: path) { written.append($0) }
      let file = try GGUFFile(path: path)
      let metadata = file.metadata
      #expect(metadata.keys.count == 8)
      #expect(metadata.value("n") == .integer(Int(UInt32.max)))
      #expect(metadata.value("x") == .number(0.25))
      #expect(metadata.value("yes") == .boolean(true))
      #expect(try metadata.strings("words")?.map { $0.count } == [6, 0, 6])
      #expect(try metadata.floats("scores") == [-1, 2.5])
      #expect(try metadata.integers("kinds", as: Int.self) == [-3, 6])
      #expect(try metadata.booleans("flags") == [true, false])
      let gains = try weights.floats(norm, [256])
      #expect(try file.floats("norm", [256]) == gains.map { ($0 + 1) * 2 })
      let values = try weights.floats(matrix, [128, 256])
      #expect(try file.floats("half", [128, 256]) == values.map { Float(Float16($0)) })
      #expect(file.tensor("small")?.type == .q4_0)
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
      #expect(size == plan.fileSize && written.last == size && written == written.sorted())
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["m.gguf"])
    }
  }

  @Test func `refuses what cannot be made before it writes`() throws {
    let weights = try source()
    let wrong: [(GGUFPlan.Tensor, Diagnostic.Code)] = [
      (.init("a", .float32, [256], from: "absent"), "checkpoint/missing-tensor"),
      (.init("a", .float32, [255], from: "output_norm.weight"), "checkpoint/shape"),
      (.init("a", .q4_K, [256], from: "output_norm.weight"), "gguf/unwritable-type"),
    ]
    for (tensor, code) in wrong {
      var plan = GGUFPlan()
      plan.add(tensor)
      let error = #expect(throws: Diagnostic.self) { try GGUFWriter(plan, from: weights) }
      #expect(error?.code == code)
    }
  }

  @Test func `leaves nothing and replaces nothing when it fails`() throws {
    try withFolder { folder in
      let path = folder.appending(path: "m.gguf").path
      try Data([1, 2, 3]).write(to: URL(filePath: path))
      var plan = GGUFPlan()
      plan.add(.init("a", .float16, [256], from: "output_norm.weight", times: 1e30))
      let error = #expect(throws: Diagnostic.self) {
        try GGUFWriter(plan, from: try source()).write(to: path)
      }
      #expect(error?.code == "gguf/range")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["m.gguf"])
      #expect(try Data(contentsOf: URL(filePath: path)) == Data([1, 2, 3]))
      let nowhere = #expect(throws: Diagnostic.self) {
        _ = try OutputFile(path: folder.appending(path: "no/m.gguf").path)
      }
      #expect(nowhere?.code == "checkpoint/unwritable")
    }
  }
}
