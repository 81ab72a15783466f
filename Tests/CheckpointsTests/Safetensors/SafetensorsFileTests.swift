import Checkpoints
import Diagnostics
import Testing

struct SafetensorsFileTests {
  private func open(_ bytes: [UInt8]) throws -> SafetensorsFile {
    try SafetensorsFile(try CheckpointFile(name: "m.safetensors", bytes: bytes, maximum: 1 << 20))
  }

  private func problem(_ bytes: [UInt8]) -> Diagnostic? {
    do {
      _ = try open(bytes)
      return nil
    } catch { return error as? Diagnostic }
  }

  private func floats(_ file: SafetensorsFile, _ name: String) throws -> [Float] {
    try CheckpointFixture.floats(file, name)
  }

  static var sample: TensorWriter {
    var writer = TensorWriter()
    writer.add("a", "F32", [2, 2], TensorWriter.bytes([1, -2, 0.5, 3e-20]))
    writer.add("h", "F16", [3], [0x00, 0x3C, 0x00, 0xC0, 0x01, 0x00])
    writer.add("b", "BF16", [2], [0x80, 0x3F, 0x20, 0xC1])
    writer.add("i", "I8", [1, 3], [0xFF, 0x00, 0x7F])
    writer.add("d", "F64", [], TensorWriter.littleEndian((-1.25).bitPattern))
    writer.add("none", "F32", [0, 4], [])
    return writer
  }

  @Test func `reads every float type and signed bytes`() throws {
    let file = try open(Self.sample.file)
    #expect(file.tensorNames == ["a", "b", "d", "h", "i", "none"])
    #expect(file.tensor("a")?.shape == [2, 2])
    #expect(try floats(file, "a") == [1, -2, 0.5, 3e-20])
    #expect(try floats(file, "h") == [1, -2, 5.960_464_5e-8])
    #expect(try floats(file, "b") == [1, -10])
    #expect(try floats(file, "d") == [-1.25])
    #expect(try floats(file, "none").isEmpty)
    #expect(try file.int8s("i", [1, 3]) == [-1, 0, 127])
  }

  @Test func `reads a tensor of several pieces`() throws {
    let values = (0..<600_001).map { Float($0) }
    var writer = TensorWriter()
    writer.add("x", "F32", [600_001], TensorWriter.bytes(values))
    let file = try SafetensorsFile(
      try CheckpointFile(name: "m", bytes: writer.file, maximum: 4 << 20)
    )
    #expect(try floats(file, "x") == values)
  }

  @Test func `leaves metadata aside`() throws {
    let header =
      #"{"__metadata__":{"format":"pt"},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#
    #expect(try open(TensorWriter.file(header: header, data: [7])).tensorNames == ["a"])
  }

  @Test func `refuses a value that is not finite, by its tensor`() throws {
    for bad in [Float.nan, .infinity, -.infinity] {
      var writer = TensorWriter()
      writer.add("w.weight", "F32", [2], TensorWriter.bytes([1, bad]))
      let file = try open(writer.file)
      let error = #expect(throws: Diagnostic.self) { try floats(file, "w.weight") }
      #expect(error?.code == "safetensors/not-finite")
      #expect(error?.message.contains("`w.weight`") == true)
    }
  }

  @Test func `refuses the wrong type for what is asked`() throws {
    let file = try open(Self.sample.file)
    let asFloats = #expect(throws: Diagnostic.self) { try floats(file, "i") }
    #expect(asFloats?.message == "`i` holds I8 where floats are expected")
    let asBytes = #expect(throws: Diagnostic.self) { try file.int8s("a", [2, 2]) }
    #expect(asBytes?.message == "`a` holds F32 where I8 is expected")
  }

  @Test(arguments: [
    ("F32", [2], 0...4, "do not fit the shape [2] of F32"),
    ("F32", [1], 0...12, "do not lie within the 8 bytes of the file"),
    ("F32", [1 << 40, 1 << 40], 0...8, "do not fit the shape"),
    ("F33", [2], 0...8, "is `F33`, which is not known"),
    ("Q8_0", [32], 0...34, "is `Q8_0`, which is not known"),
    ("U8", [8, 1, 1, 1, 1, 1, 1, 1, 1], 0...8, "has more than 8 dimensions"),
  ])
  func `refuses what a tensor's entry claims`(
    type: String,
    shape: [Int],
    offsets: ClosedRange<Int>,
    expected: String
  ) {
    var writer = TensorWriter()
    writer.add("t", type, shape, offsets: offsets)
    writer.add(bytes: [UInt8](repeating: 0, count: 8))
    let found = problem(writer.file)
    #expect(found?.code == "safetensors/header")
    #expect(found?.message.hasPrefix("`t.") == true)
    #expect(found?.message.contains(expected) == true, "\(found?.message ?? "nothing")")
  }

  @Test(arguments: [
    ([0...4, 2...6], 6, "`b` overlaps with what stands before it"),
    ([0...4, 5...9], 9, "`b` leaves a gap after what stands before it"),
    ([0...4, 4...8], 9, "1 bytes after the last tensor belong to none"),
  ])
  func `refuses bytes that overlap or belong to none`(
    offsets: [ClosedRange<Int>],
    size: Int,
    expected: String
  ) {
    var writer = TensorWriter()
    writer.add("a", "U8", [4], offsets: offsets[0])
    writer.add("b", "U8", [4], offsets: offsets[1])
    writer.add(bytes: [UInt8](repeating: 0, count: size))
    #expect(problem(writer.file)?.message == expected)
  }

  @Test func `refuses headers that are cut, huge or ambiguous`() {
    #expect(problem([1, 2, 3])?.code == "safetensors/truncated")
    #expect(problem(TensorWriter.littleEndian(UInt64(9)))?.code == "safetensors/truncated")
    #expect(problem(TensorWriter.littleEndian(UInt64.max))?.code == "safetensors/header-size")
    let pointer = problem(Array("version https://git-lfs.github.com/spec/v1\n".utf8))
    #expect(pointer?.code == "safetensors/header-size")
    #expect(pointer?.hint?.contains("git lfs pull") == true)
    let entry = #""a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}"#
    let twice = TensorWriter.file(header: "{\(entry),\(entry)}", data: [1])
    #expect(problem(twice)?.code == "json/repeated-key")
    let negative = #"{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}"#
    #expect(problem(TensorWriter.file(header: negative, data: [1]))?.code == "safetensors/header")
    let extra = #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}}"#
    #expect(problem(TensorWriter.file(header: extra, data: [1]))?.message == "unknown field `a.x`")
  }
}
