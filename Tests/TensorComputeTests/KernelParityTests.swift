import CInferenceKernels
import Testing

import TensorCompute

/// Every instruction set of this CPU against plain C, bit for bit.
struct KernelParityTests {
  /// What stands beside plain C here; empty on a CPU that has nothing else.
  private static let others = InstructionSet.allCases.filter { $0 != .plain && $0.isAvailable }

  private static let shapes: [Shape] = [
    Shape(rows: 1, outputs: 1, inputs: 1), Shape(rows: 1, outputs: 16, inputs: 4),
    Shape(rows: 2, outputs: 5, inputs: 3), Shape(rows: 7, outputs: 19, inputs: 33),
    Shape(rows: 97, outputs: 40, inputs: 64), Shape(rows: 25, outputs: 128, inputs: 130),
    Shape(rows: 13, outputs: 384, inputs: 48), Shape(rows: 200, outputs: 17, inputs: 31),
    Shape(rows: 9, outputs: 33, inputs: 1001),
  ]

  @Test(arguments: others, shapes)
  func `multiplies floats as plain C does`(set: InstructionSet, shape: Shape) {
    let case_ = ProductCase(shape)
    for activation in Activation.all {
      let expected = case_.floatProduct(.plain, activation)
      #expect(case_.floatProduct(set, activation) == expected)
    }
  }

  @Test(arguments: others, shapes)
  func `multiplies bytes as plain C does`(set: InstructionSet, shape: Shape) {
    let case_ = ProductCase(shape)
    for activation in Activation.all {
      let expected = case_.byteProduct(.plain, activation)
      #expect(case_.byteProduct(set, activation) == expected)
    }
  }

  /// Tiles of every height, by two panels and a third.
  @Test(arguments: others, 1...26)
  func `multiplies any number of rows as plain C does`(set: InstructionSet, rows: Int) {
    for outputs in [20, 48] {
      let case_ = ProductCase(Shape(rows: rows, outputs: outputs, inputs: 150))
      #expect(case_.byteProduct(set, .gelu) == case_.byteProduct(.plain, .gelu))
    }
    let lengths = RowsCase(lengths: [rows, 2 * rows], heads: 2, headWidth: 20)
    #expect(lengths.attention(set) == lengths.attention(.plain))
  }

  @Test(arguments: others, [1, 2, 15, 16, 17, 48, 49, 100])
  func `attends, normalises and weighs as plain C does`(set: InstructionSet, length: Int) {
    let case_ = RowsCase(lengths: [length, 3, 1], heads: 2, headWidth: 12)
    #expect(case_.attention(set) == case_.attention(.plain))
    #expect(case_.norm(set) == case_.norm(.plain))
    #expect(case_.softmax(set) == case_.softmax(.plain))
    #expect(case_.embedding(set) == case_.embedding(.plain))
  }

  @Test(arguments: InstructionSet.allCases.filter(\.isAvailable))
  func `sums the largest bytes without saturating`(set: InstructionSet) {
    let inputs = 4096
    let shape = Shape(rows: 1, outputs: 2, inputs: inputs)
    let signs = (0..<inputs).map { $0 % 2 == 0 ? 1 : -1 }
    let weights = signs.map { Int8(127 * $0) } + signs.map { Int8(-127 * $0) }
    let case_ = ProductCase(shape, values: signs.map { Float($0) }, weights: weights)
    let expected = Float(127 * inputs)
    let products = case_.byteProduct(set, .identity, scaled: false)
    #expect(products == [expected.bitPattern, (-expected).bitPattern])
  }
}

extension Activation {
  static let all: [Activation] = [.identity, .gelu, .geluTanh, .relu, .tanh, .silu, .sigmoid]
}
