import Testing

import TensorCompute

struct PackedMatrixTests {
  private let workspace = Workspace()
  private static let sets = InstructionSet.allCases.filter(\.isAvailable)
  private static let shapes: [Shape] = [
    Shape(rows: 1, outputs: 1, inputs: 256), Shape(rows: 1, outputs: 50, inputs: 512),
    Shape(rows: 3, outputs: 16, inputs: 256), Shape(rows: 12, outputs: 33, inputs: 256),
    Shape(rows: 27, outputs: 40, inputs: 768), Shape(rows: 15, outputs: 17, inputs: 8448),
  ]

  private func inputs(_ shape: Shape) -> TestMatrix {
    var random = MadeUpNumbers(seed: UInt64(shape.rows + shape.inputs))
    return TestMatrix(
      rows: shape.rows,
      columns: shape.inputs,
      random.floats(shape.rows * shape.inputs)
    )
  }

  private func product(
    _ matrix: PackedMatrix,
    _ x: TestMatrix,
    threads: Int = 1,
    residual: TestMatrix? = nil
  ) -> TestMatrix {
    let y = TestMatrix(rows: x.view.rows, columns: matrix.outputs)
    matrix.apply(
      x.view,
      into: y.view,
      adding: residual?.view,
      on: WorkerThreads(count: threads),
      workspace: workspace
    )
    #expect(y.keptGaps)
    return y
  }

  /// The arithmetic as the kernels' comments define it, one number after another.
  private func expected(_ rows: EncodedRows, _ x: TestMatrix) -> [UInt32] {
    (0..<x.view.rows).flatMap { row in
      (0..<rows.outputs).map { output in
        let input = Array(x.view.row(row))
        return
          (rows.blocks.isEmpty || !rows.encoding.ownFormat.isQuantized
          ? floatSum(rows, input, output) : blockSum(rows, input, output)).bitPattern
      }
    }
  }

  private func floatSum(_ rows: EncodedRows, _ x: [Float], _ output: Int) -> Float {
    (0..<rows.inputs).reduce(0) { $0.addingProduct(x[$1], rows.worth[output * rows.inputs + $1]) }
  }

  private func blockSum(_ rows: EncodedRows, _ x: [Float], _ output: Int) -> Float {
    let count = rows.inputs / 32
    return (0..<count).reduce(0) { sum, index in
      let part = x[index * 32..<index * 32 + 32]
      let most = part.reduce(0) { max($0, abs($1)) }
      let bytes = part.map { Int(($0 * (127 / most)).rounded(.toNearestOrEven)) }
      let (step, block) = (most / 127, rows.blocks[output * count + index])
      // Scales of Q4_K do not fit a float16.
      let scale = Float(Float16(block.scale))
      let whole = zip(bytes, block.numbers).reduce(0) { $0 + $1.0 * ($1.1 - block.zero) }
      let total = sum.addingProduct(Float(whole), scale * step)
      guard rows.encoding.ownFormat == .q4WithMinimum else { return total }
      let inputs = step * Float(bytes.reduce(0, +))
      return total.addingProduct(Float(Float16(block.minimum)), inputs)
    }
  }

  @Test(arguments: RowEncoding.allCases, shapes)
  func `multiplies as defined, to the bit`(encoding: RowEncoding, shape: Shape) throws {
    let rows = EncodedRows(encoding, outputs: shape.outputs, inputs: shape.inputs)
    let x = inputs(shape)
    let wanted = expected(rows, x)
    for set in Self.sets {
      let matrix = try rows.packed(encoding.ownFormat, set, threads: 2)
      #expect(product(matrix, x).bits == wanted, "\(set)")
      #expect(product(matrix, x, threads: 3).bits == wanted, "\(set) with three threads")
    }
  }

  @Test(arguments: PackedMatrix.Format.allCases)
  func `takes floats of any width where the format has no blocks`(format: PackedMatrix.Format)
    throws
  {
    guard !format.isQuantized else { return }
    for (outputs, inputs) in [(1, 1), (17, 3), (5, 80), (40, 33), (9, 2051)] {
      let rows = EncodedRows(.float32, outputs: outputs, inputs: inputs)
      let x = self.inputs(Shape(rows: 14, outputs: outputs, inputs: inputs))
      let plain = product(try rows.packed(format, .plain), x)
      for set in Self.sets { #expect(product(try rows.packed(format, set), x).bits == plain.bits) }
      for row in 0..<14 {
        let close = floatSum(rows, Array(x.view.row(row)), outputs - 1)
        let size = (0..<inputs).reduce(Float(0)) {
          $0 + abs(x.view[row, $1] * rows.worth[(outputs - 1) * inputs + $1])
        }
        #expect(abs(plain.view[row, outputs - 1] - close) <= 0.004 * size)
      }
    }
  }

  @Test(arguments: RowEncoding.allCases)
  func `reads rows back`(encoding: RowEncoding) throws {
    let rows = EncodedRows(encoding, outputs: 37, inputs: 512)
    for set in Self.sets {
      let own = try rows.packed(encoding.ownFormat, set)
      let floats = try rows.packed(.float32, set)
      for output in [0, 15, 16, 36] {
        let worth = rows.worth[output * 512..<(output + 1) * 512]
        let exact = read(floats, output)
        #expect(exact.map(\.bitPattern) == worth.map(\.bitPattern))
        let kept = read(own, output)
        if encoding == .q4_K {
          // Half a unit in the last of 11 bits, of scales up to 0.79.
          #expect(zip(kept, worth).allSatisfy { abs($0 - $1) <= 0.79 * 16 / 2048 })
        } else {
          #expect(kept.map(\.bitPattern) == worth.map(\.bitPattern))
        }
        #expect(read(own, output, times: 3) == kept.map { $0 * 3 })
      }
    }
  }

  private func read(_ matrix: PackedMatrix, _ output: Int, times scale: Float = 1) -> [Float] {
    [Float](unsafeUninitializedCapacity: matrix.inputs) { buffer, count in
      buffer.initialize(repeating: 0)
      matrix.read(output, times: scale, into: buffer)
      count = matrix.inputs
    }
  }

  @Test(arguments: [PackedMatrix.Format.q8, .q4, .q4WithMinimum])
  func `quantises to the nearest step`(format: PackedMatrix.Format) throws {
    let rows = EncodedRows(.float32, outputs: 20, inputs: 320)
    for set in Self.sets {
      let matrix = try rows.packed(format, set)
      for output in 0..<20 {
        let kept = read(matrix, output)
        #expect(kept == read(try rows.packed(format, .plain), output))
        for start in stride(from: 0, to: 320, by: 32) {
          let block = rows.worth[output * 320 + start..<output * 320 + start + 32]
          let (low, high) = (block.min() ?? 0, block.max() ?? 0)
          let step =
            switch format {
            case .q8: max(-low, high) / 127
            // The side away from the largest magnitude has seven steps, not eight.
            case .q4: max(-low, high) / 8 * 2
            default: (high - low) / 15
            }
          let bound = step * 0.5 + 0.002 * max(-low, high)
          for (a, b) in zip(block, kept[start..<start + 32]) { #expect(abs(a - b) <= bound) }
        }
      }
    }
  }

  @Test(arguments: PackedMatrix.Format.allCases)
  func `gives a row the same bits beside any others`(format: PackedMatrix.Format) throws {
    let rows = EncodedRows(.float32, outputs: 70, inputs: 4224)
    let x = inputs(Shape(rows: 39, outputs: 70, inputs: 4224))
    for set in Self.sets {
      let matrix = try rows.packed(format, set)
      let all = product(matrix, x, threads: 2)
      for range in [0..<1, 38..<39, 3..<5, 1..<8, 20..<31, 5..<39] {
        let y = TestMatrix(rows: range.count, columns: 70)
        matrix.apply(
          x.view.rows(range),
          into: y.view,
          on: WorkerThreads(count: 1),
          workspace: workspace
        )
        #expect(y.bits == Array(all.bits[range.lowerBound * 70..<range.upperBound * 70]))
      }
    }
  }

  @Test func `packs rows that are made on the way`() throws {
    let rows = EncodedRows(.float32, outputs: 53, inputs: 96)
    for format in PackedMatrix.Format.allCases {
      let made = try PackedMatrix(
        format,
        outputs: 53,
        inputs: 96,
        memory: PackedMemory(blockByteCount: 1 << 20),
        on: WorkerThreads(count: 2)
      ) { range, buffer in
        let source = rows.worth[range.lowerBound * 96..<range.upperBound * 96]
        _ = buffer.update(fromContentsOf: source)
      }
      let taken = try rows.packed(format)
      for output in 0..<53 { #expect(read(made, output) == read(taken, output)) }
    }
  }

  @Test(arguments: PackedMatrix.Format.allCases)
  func `names the first damaged output`(format: PackedMatrix.Format) throws {
    for (output, number) in [(0, Float.nan), (19, .infinity), (35, -.infinity)] {
      for set in Self.sets {
        let matrix = try PackedMatrix(
          format,
          outputs: 36,
          inputs: 64,
          instructionSet: set,
          on: WorkerThreads(count: 2)
        ) { range, buffer in
          for (row, index) in range.enumerated() {
            for k in 0..<64 { buffer[row * 64 + k] = index >= output && k == 37 ? number : 1 }
          }
        }
        #expect(matrix.firstDamagedOutput == output)
        let y = product(matrix, inputs(Shape(rows: 2, outputs: 36, inputs: 64)))
        for column in 0..<36 { #expect(y.view[1, column].isFinite == (column < output)) }
      }
    }
    #expect(
      try EncodedRows(.float32, outputs: 36, inputs: 64).packed(format).firstDamagedOutput == nil
    )
  }

  @Test(arguments: PackedMatrix.Format.allCases, [Float.nan, .infinity, -.infinity])
  func `shows what is not finite in its own row alone`(format: PackedMatrix.Format, bad: Float)
    throws
  {
    let rows = EncodedRows(.float32, outputs: 20, inputs: 96)
    for set in Self.sets {
      let x = inputs(Shape(rows: 14, outputs: 20, inputs: 96))
      x.view[6, 40] = bad
      let y = product(try rows.packed(format, set), x)
      for row in 0..<14 {
        for column in 0..<20 { #expect(y.view[row, column].isFinite == (row != 6)) }
      }
    }
  }

  @Test func `knows every float16`() throws {
    let halves = (0..<65536).map { UInt16($0) }
    for set in Self.sets {
      let matrix = try halves.withUnsafeBytes {
        try PackedMatrix(
          .float32,
          outputs: 64,
          inputs: 1024,
          encoding: .float16,
          bytes: $0,
          instructionSet: set,
          on: WorkerThreads(count: 1)
        )
      }
      let values = (0..<64).flatMap { read(matrix, $0) }
      for (half, value) in zip(halves, values) {
        let expected = Float(Float16(bitPattern: half))
        #expect(value == expected || (value.isNaN && expected.isNaN))
      }
    }
  }

  @Test func `rounds to float16 and bfloat16 as IEEE 754 does`() throws {
    var random = MadeUpNumbers(seed: 99)
    var floats = (0..<8192).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
    }
    floats = floats.map { $0.isNaN ? 1 : $0 }
    // Many of the range where a float16 is small, and its largest.
    for index in 0..<4000 { floats[index] = Float(random.below(1 << 24)) * 0x1p-40 }
    floats[0..<6] = [65504, 65519.996, 65520, 0x1p-24, 0x1p-25, 0x1.8p-25]
    for format in [PackedMatrix.Format.float16, .bfloat16] {
      let matrix = try floats.withUnsafeBytes {
        try PackedMatrix(
          format,
          outputs: 8,
          inputs: 1024,
          encoding: .float32,
          bytes: $0,
          on: WorkerThreads(count: 1)
        )
      }
      for (value, kept) in zip(floats, (0..<8).flatMap { read(matrix, $0) }) {
        let bits = value.bitPattern
        let rounded = Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
        #expect(kept == (format == .float16 ? Float(Float16(value)) : rounded))
      }
    }
  }

  @Test func `adds a residual, chooses outputs, gates and groups without other bits`() throws {
    let x = inputs(Shape(rows: 14, outputs: 0, inputs: 256))
    let formats: [PackedMatrix.Format] = [.q8, .float32, .q4WithMinimum, .bfloat16, .q4]
    let matrices = try formats.enumerated().map {
      try EncodedRows(.float32, outputs: 20 + 30 * $0, inputs: 256).packed($1)
    }
    for matrix in matrices {
      let plain = product(matrix, x)
      let residual = TestMatrix(rows: 14, columns: matrix.outputs) { Float($0 % 17) }
      #expect(
        product(matrix, x, threads: 2, residual: residual).values
          == zip(plain.values, residual.values).map { $0 + $1 }
      )
      let chosen = TestMatrix(rows: 14, columns: 3)
      let outputs = [matrix.outputs - 1, 0, 17]
      matrix.apply(outputs: outputs, to: x.view, into: chosen.view, workspace: workspace)
      for row in 0..<14 {
        #expect(Array(chosen.view.row(row)) == outputs.map { plain.view[row, $0] })
      }
    }
    let group = PackedMatrixGroup(matrices)
    for threads in 1...4 {
      let all = TestMatrix(rows: 14, columns: group.outputs)
      group.apply(
        x.view,
        into: all.view,
        on: WorkerThreads(count: threads),
        workspace: workspace
      )
      var column = 0
      for matrix in matrices {
        let own = product(matrix, x)
        for row in 0..<14 {
          let part = all.view.columns(column..<column + matrix.outputs).row(row)
          #expect(Array(part) == Array(own.view.row(row)))
        }
        column += matrix.outputs
      }
    }
  }

  @Test(arguments: [1, 2, 30])
  func `gates one product with another`(rows: Int) throws {
    let x = inputs(Shape(rows: rows, outputs: 0, inputs: 256))
    let up = try EncodedRows(.float32, outputs: 150, inputs: 256).packed(.q8)
    for format in [PackedMatrix.Format.q4, .float32] {
      let gate = try EncodedRows(.bfloat16, outputs: 150, inputs: 256).packed(format)
      let gated = TestMatrix(rows: rows, columns: 150)
      GatedProduct(gate: gate, up: up).apply(
        x.view,
        into: gated.view,
        on: WorkerThreads(count: 2),
        workspace: workspace
      )
      var gates = product(gate, x).values
      gates.withUnsafeMutableBufferPointer { Activation.geluTanh.apply(to: $0) }
      #expect(gated.values == zip(gates, product(up, x).values).map { $0 * $1 })
    }
  }
}
