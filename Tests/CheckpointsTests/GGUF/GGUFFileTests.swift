import Checkpoints
import Diagnostics
import Testing

struct GGUFFileTests {
  private func problem(_ bytes: GGUFBytes) -> Diagnostic? {
    do {
      _ = try bytes.open()
      return nil
    } catch { return error as? Diagnostic }
  }

  @Test func `reads every kind of value`() throws {
    let file = try GGUFBytes.sample.open()
    let metadata = file.metadata
    #expect(metadata.keys.count == 17)
    #expect(try metadata.string("general.architecture") == "gemma2")
    let wholes = ["u8": 200, "i8": -56, "u16": 60_000, "i16": -2, "u32": 4_000_000_000, "i32": -3]
    for (key, value) in wholes { #expect(metadata.value(key) == .integer(value), "\(key)") }
    #expect(metadata.value("u64") == .large(.max))
    #expect(try metadata.integer("i64", .min...0) == .min)
    #expect(try metadata.number("f32", 0...1) == 0.5)
    #expect(try metadata.number("f64", 0...1) == 1e-6)
    #expect(try metadata.boolean("yes") == true)
    #expect(
      try metadata.strings("words")?.map { Array($0) }
        == ["silver", "", "kettle"].map { Array($0.utf8) }
    )
    #expect(try metadata.integers("kinds", as: Int32.self) == [1, 6])
    #expect(try metadata.floats("scores") == [-7])
    #expect(try metadata.booleans("flags") == [false, true])
    guard case .array(.arrays(let nested)) = metadata.value("nested"),
      case .numbers(let inner) = nested.first
    else {
      Issue.record("no nested array")
      return
    }
    #expect(inner.integers(as: Int.self) == [4, 5])
    #expect(try metadata.string("absent") == nil)
  }

  @Test func `shows tensors with their rows first`() throws {
    let file = try GGUFBytes.sample.open()
    #expect(file.tensorNames == ["blocks", "matrix", "norm"])
    #expect(file.tensor("matrix")?.shape == [3, 2])
    #expect(file.tensor("blocks")?.shape == [2, 32])
    #expect(file.tensor("blocks")?.type == .q8_0)
    #expect(try file.floats("norm", [4]) == [1, -2, 0.5, 4])
    #expect(try file.floats("matrix", [3, 2]) == [1, 2, 3, 4, 5, 6])
    #expect(try file.floats("blocks", [2, 32])[32...] == ((0..<32).map { Float($0 * 2) })[...])
  }

  @Test func `reads version 2`() throws {
    var bytes = GGUFBytes.sample
    bytes.version = 2
    #expect(try bytes.open().tensor("matrix")?.shape == [3, 2])
  }

  @Test func `names the field and the byte where a value is of another type`() throws {
    let metadata = try GGUFBytes.sample.open().metadata
    let error = #expect(throws: Diagnostic.self) { try metadata.string("u8") }
    #expect(error?.code == "gguf/metadata")
    #expect(error?.message == "`u8` must be a string, is a whole number")
    #expect(error?.place?.byteOffset == 24 + 8 + 20 + 4 + 8 + 6)
    #expect(throws: Diagnostic.self) { try metadata.integer("u8", 0...100) }
    #expect(throws: Diagnostic.self) {
      try metadata.integers("scores", as: Int.self)
    }
    #expect(throws: Diagnostic.self) {
      try metadata.required("absent", try metadata.string("absent"))
    }
  }

  @Test func `refuses other files and versions`() {
    var bytes = GGUFBytes.sample
    bytes.magic = "GGML"
    #expect(problem(bytes)?.code == "gguf/magic")
    bytes.magic = "GGUF"
    for (version, words) in [(UInt32(1), "is 1"), (4, "is 4"), (3 << 24, "highest byte first")] {
      bytes.version = version
      #expect(problem(bytes)?.code == "gguf/version")
      #expect(problem(bytes)?.message.contains(words) == true)
    }
  }

  @Test func `refuses counts that no file has`() {
    var bytes = GGUFBytes.sample
    bytes.tensorCount = .max
    #expect(
      problem(bytes)?.message == "`tensor_count` claims \(UInt64.max), at most 65536 are read"
    )
    bytes = .sample
    bytes.entryCount = 1 << 40
    #expect(problem(bytes)?.code == "gguf/too-large")
    bytes = .sample
    bytes.add("huge", array: 0, count: 1 << 60, [])
    #expect(problem(bytes)?.message.hasPrefix("`huge` claims") == true)
    bytes = .sample
    bytes.add("long", array: 0, count: 1 << 20, [])
    #expect(problem(bytes)?.code == "gguf/truncated")
    bytes = .sample
    bytes.add("text", type: 8, GGUFBytes.little(UInt64(1 << 62)))
    #expect(problem(bytes)?.code == "gguf/too-large")
  }

  @Test func `refuses metadata that is malformed`() {
    var bytes = GGUFBytes.sample
    bytes.add("u8", type: 0, [1])
    #expect(problem(bytes)?.message == "`u8` stands twice")
    bytes = .sample
    bytes.add("odd", type: 13, [])
    #expect(problem(bytes)?.message == "`odd` has the unknown type 13")
    bytes = .sample
    bytes.add("bad", type: 8, GGUFBytes.little(UInt64(1)) + [0xFF])
    #expect(problem(bytes)?.message == "`bad` is not valid UTF-8")
    bytes = .sample
    bytes.add("maybe", type: 7, [2])
    #expect(problem(bytes)?.message == "`maybe` is 2 where 0 or 1 is expected")
    bytes = .sample
    let one = GGUFBytes.little(UInt32(9)) + GGUFBytes.little(UInt64(1))
    bytes.add("deep", array: 9, count: 1, one + one + one + one)
    #expect(problem(bytes)?.message == "`deep` is nested too deeply")
    bytes = .sample
    bytes.add("general.alignment", type: 4, GGUFBytes.little(UInt32(24)))
    #expect(problem(bytes)?.message == "`general.alignment` must be a power of two")
  }

  @Test func `refuses one part of several`() {
    var bytes = GGUFBytes.sample
    bytes.add("split.count", type: 2, GGUFBytes.little(UInt16(3)))
    #expect(problem(bytes)?.code == "gguf/parts")
    #expect(problem(bytes)?.message.contains("the first of 3 parts") == true)
  }

  @Test(arguments: [
    (shape: [UInt64(4)], type: UInt32(10), offset: UInt64(160), "of the type Q2_K"),
    ([4], 99, 160, "of the type 99"),
    ([33], 8, 160, "has the shape [33], which is none of Q8_0"),
    ([64, 2], 12, 160, "has the shape [2, 64], which is none of Q4_K"),
    ([1 << 40, 1 << 40], 0, 160, "which is none of F32"),
    ([0, 1 << 40, 1 << 40], 0, 160, "which is none of F32"),
    ([.max], 0, 160, "claims"),
    ([4], 0, 161, "is not aligned to 32 bytes"),
    ([4], 0, 1 << 40, "does not lie within the"),
    ([1000], 0, 160, "does not lie within the"),
    ([4], 0, 64, "overlaps with"),
    ([], 0, 160, "has 0 dimensions"),
    ([1, 1, 1, 1, 1], 0, 160, "has 5 dimensions"),
  ])
  func `refuses a tensor that cannot be`(
    shape: [UInt64],
    type: UInt32,
    offset: UInt64,
    words: String
  ) {
    var bytes = GGUFBytes.sample
    bytes.tensor("t", shape, type: type, at: offset)
    bytes.data += [UInt8](repeating: 0, count: 64)
    let found = problem(bytes)
    #expect(found?.message.contains(words) == true, "\(found?.message ?? "nothing")")
    #expect(found?.message.contains("`t`") == true)
    #expect(found?.place?.byteOffset != nil)
  }

  @Test func `refuses a tensor that stands twice`() {
    var bytes = GGUFBytes.sample
    bytes.tensor("norm", [4], type: 0, at: 0)
    #expect(problem(bytes)?.message == "`norm` stands twice")
  }

  @Test func `finds the block whose scale is not finite`() throws {
    var bytes = GGUFBytes.sample
    bytes.data.replaceSubrange(64 + 34..<64 + 36, with: [0x00, 0x7C])
    let file = try bytes.open()
    let start = try #require(file.tensor("blocks")?.bytes.lowerBound)
    let error = #expect(throws: Diagnostic.self) { try file.floats("blocks", [2, 32]) }
    #expect(error?.code == "gguf/not-finite")
    #expect(error?.place?.byteOffset == start + 34)
  }

  @Test func `is cut short at every byte`() {
    let whole = GGUFBytes.sample.file
    for count in 0..<whole.count {
      let bytes = Array(whole[..<count])
      #expect(throws: Diagnostic.self) {
        _ = try GGUFFile(try CheckpointFile(name: "m", bytes: bytes, maximum: 1 << 20))
      }
    }
  }

  @Test func `reads what llama-quantize writes`() throws {
    for (name, type) in [("q8_0", TensorType.q8_0), ("q4_0", .q4_0), ("q4_k_m", .q4_K)] {
      let file = try GGUFFile(path: CheckpointFixture.path("gguf/gemma2-gguf-\(name).gguf"))
      #expect(try file.metadata.string("general.architecture") == "gemma2")
      #expect(try file.metadata.integer("gemma2.block_count", 1...100) == 3)
      #expect(try file.metadata.strings("tokenizer.ggml.tokens")?.count == 2048)
      #expect(try file.metadata.floats("tokenizer.ggml.scores")?.count == 2048)
      #expect(file.tensor("blk.0.attn_q.weight")?.type == type)
      for tensor in file.tensorNames { _ = try CheckpointFixture.floats(file, tensor) }
    }
  }

  @Test func `reads a vocabulary of 262,144 within its time`() throws {
    var bytes = GGUFBytes()
    let tokens = (0..<262_144).flatMap { GGUFBytes.string("▁kettle\($0)") }
    bytes.add("tokenizer.ggml.tokens", array: 8, count: 262_144, tokens)
    let whole = bytes.file
    let clock = ContinuousClock()
    var count = 0
    let time = try clock.measure {
      let file = try GGUFFile(try CheckpointFile(name: "m", bytes: whole, maximum: 1 << 30))
      count = try file.metadata.strings("tokenizer.ggml.tokens")?.count ?? 0
    }
    #expect(count == 262_144)
    print("a vocabulary of 262,144 is read in \(time)")
  }
}
