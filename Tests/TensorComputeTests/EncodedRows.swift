import TensorCompute

/// Rows of weights as they stand in a file, with what they are worth by the format's definition.
struct EncodedRows {
  let encoding: RowEncoding
  let outputs: Int
  let inputs: Int
  private(set) var bytes: [UInt8] = []
  /// outputs × inputs.
  private(set) var worth: [Float] = []
  /// For blocks: scale, minimum and whole numbers of each 32 inputs.
  private(set) var blocks: [Block] = []

  struct Block {
    var scale: Float
    var minimum: Float
    /// As they are multiplied: signed bytes, or nibbles from 0.
    var numbers: [Int]
    /// What stands for zero in them.
    var zero: Int
  }

  init(_ encoding: RowEncoding, outputs: Int, inputs: Int) {
    self.encoding = encoding
    self.outputs = outputs
    self.inputs = inputs
    var random = MadeUpNumbers(seed: UInt64(outputs * 31 + inputs))
    for _ in 0..<outputs * inputs / encoding.unit { append(&random) }
  }

  private mutating func append(_ random: inout MadeUpNumbers) {
    let value = random.floats(1)[0] / 8
    switch encoding {
    case .float32:
      put(value.bitPattern)
      worth.append(value)
    case .bfloat16:
      put(UInt16(truncatingIfNeeded: value.bitPattern >> 16))
      worth.append(Float(bitPattern: value.bitPattern & 0xFFFF_0000))
    case .float16:
      put(Float16(value).bitPattern)
      worth.append(Float(Float16(value)))
    case .q8_0:
      put(scale(random.below(2000)).bitPattern)
      let numbers = (0..<32).map { _ in random.below(256) - 128 }
      bytes += numbers.map { UInt8(bitPattern: Int8($0)) }
      append(Block(scale: lastScale(32), minimum: 0, numbers: numbers, zero: 0))
    case .q4_0, .q4_1:
      put(scale(random.below(2000) - 1000).bitPattern)
      if encoding == .q4_1 { put(scale(random.below(2000) - 1000).bitPattern) }
      let numbers = (0..<32).map { _ in random.below(16) }
      bytes += (0..<16).map { UInt8(numbers[$0] | numbers[$0 + 16] << 4) }
      let minimum = encoding == .q4_1 ? lastScale(16) : 0
      let scale = lastScale(encoding == .q4_1 ? 18 : 16)
      append(
        Block(scale: scale, minimum: minimum, numbers: numbers, zero: encoding == .q4_1 ? 0 : 8)
      )
    case .q4_K: appendSuperblock(&random)
    }
  }

  /// 256 inputs: eight scales and minimums of six bits, packed into twelve bytes.
  private mutating func appendSuperblock(_ random: inout MadeUpNumbers) {
    let (scale, minimum) = (scale(random.below(500) + 1), scale(random.below(500) + 1))
    let scales = (0..<8).map { _ in random.below(64) }
    let minimums = (0..<8).map { _ in random.below(64) }
    put(scale.bitPattern)
    put(minimum.bitPattern)
    for j in 0..<4 { bytes.append(UInt8(scales[j] | (scales[j + 4] >> 4) << 6)) }
    for j in 0..<4 { bytes.append(UInt8(minimums[j] | (minimums[j + 4] >> 4) << 6)) }
    for j in 0..<4 { bytes.append(UInt8(scales[j + 4] & 15 | (minimums[j + 4] & 15) << 4)) }
    let numbers = (0..<256).map { _ in random.below(16) }
    for pair in 0..<4 {
      bytes += (0..<32).map { UInt8(numbers[pair * 64 + $0] | numbers[pair * 64 + 32 + $0] << 4) }
    }
    for j in 0..<8 {
      append(
        Block(
          scale: Float(scale) * Float(scales[j]),
          minimum: -(Float(minimum) * Float(minimums[j])),
          numbers: Array(numbers[j * 32..<j * 32 + 32]),
          zero: 0
        )
      )
    }
  }

  private mutating func append(_ block: Block) {
    blocks.append(block)
    worth += block.numbers.map { block.scale * Float($0 - block.zero) + block.minimum }
  }

  private func scale(_ steps: Int) -> Float16 { Float16(Float(steps) / 40000) }

  /// The float16 that stands so many bytes before the end.
  private func lastScale(_ back: Int) -> Float {
    let place = bytes.count - back - 2
    return Float(Float16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8))
  }

  private mutating func put<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.littleEndian) { bytes += Array($0) }
  }

  func packed(
    _ format: PackedMatrix.Format,
    _ set: InstructionSet = .best,
    threads: Int = 1
  ) throws -> PackedMatrix {
    try bytes.withUnsafeBytes {
      try PackedMatrix(
        format,
        outputs: outputs,
        inputs: inputs,
        encoding: encoding,
        bytes: $0,
        instructionSet: set,
        on: WorkerThreads(count: threads)
      )
    }
  }
}

extension RowEncoding {
  /// Inputs that are made at a time.
  fileprivate var unit: Int {
    switch self {
    case .float32, .bfloat16, .float16: 1
    case .q8_0, .q4_0, .q4_1: 32
    case .q4_K: 256
    }
  }

  /// The format that takes rows as they are.
  var ownFormat: PackedMatrix.Format {
    switch self {
    case .float32: .float32
    case .bfloat16: .bfloat16
    case .float16: .float16
    case .q8_0: .q8
    case .q4_0: .q4
    case .q4_1, .q4_K: .q4WithMinimum
    }
  }
}
