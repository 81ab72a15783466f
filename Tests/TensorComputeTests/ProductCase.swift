import CInferenceKernels

import TensorCompute

struct Shape: Sendable, CustomStringConvertible {
  var rows: Int
  var outputs: Int
  var inputs: Int

  var description: String { "\(rows) × \(outputs) × \(inputs)" }
}

/// A product of made-up numbers that any instruction set can be asked for.
struct ProductCase {
  let shape: Shape
  let values: [Float]
  let weights: [Int8]
  private let floatWeights: [Float]
  private let bias: [Float]
  private let residual: [Float]

  init(_ shape: Shape, values: [Float]? = nil, weights: [Int8]? = nil) {
    self.shape = shape
    var random = MadeUpNumbers(seed: UInt64(shape.rows * 1_000_003 + shape.inputs))
    let panels = (shape.outputs + 15) / 16 * 16
    self.values = values ?? random.floats(shape.rows * shape.inputs)
    let count = shape.outputs * shape.inputs
    self.weights =
      weights ?? (0..<count).map { _ in Int8(truncatingIfNeeded: random.below(255) - 127) }
    floatWeights = random.floats(count)
    bias = values == nil ? random.floats(panels) : [Float](repeating: 0, count: panels)
    residual = random.floats(shape.rows * shape.outputs)
  }

  /// The bits of the product, so that a NaN compares equal to itself.
  func floatProduct(_ set: InstructionSet, _ activation: Activation) -> [UInt32] {
    let kernels = set.kernels
    let packed = PackedStorage(byteCount: kernels.f32_packed_size(shape.outputs, shape.inputs)) {
      kernels.pack_f32(floatWeights, shape.outputs, shape.inputs, $0)
    }
    return product(activation, withResidual: true) { call in
      packed.withBytes { kernels.multiply_f32(&call, $0) }
    }
  }

  func byteProduct(_ set: InstructionSet, _ activation: Activation, scaled: Bool = true) -> [UInt32]
  {
    let kernels = set.kernels
    let packed = PackedStorage(byteCount: kernels.s8_packed_size(shape.outputs, shape.inputs)) {
      kernels.pack_s8(weights, shape.outputs, shape.inputs, $0)
    }
    let rowSize = kernels.quantized_row_size(shape.inputs)
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: shape.rows * rowSize, alignment: 64)
    defer { bytes.deallocate() }
    let blocks = (shape.inputs + Int(GSK_STEP_INPUTS) - 1) / Int(GSK_STEP_INPUTS)
    var steps = [Float](repeating: 0, count: shape.rows * blocks)
    var centers = steps
    kernels.quantize_rows(
      values,
      shape.rows,
      shape.inputs,
      shape.inputs,
      bytes,
      &steps,
      &centers
    )
    let scales = [Float](repeating: scaled ? 0.013 : 1, count: bias.count)
    let sums = (0..<bias.count * blocks).map { Float($0) / 8 }
    return product(activation, withResidual: scaled) { call in
      packed.withBytes { kernels.multiply_s8(&call, bytes, steps, centers, $0, scales, sums) }
    }
  }

  private func product(
    _ activation: Activation,
    withResidual: Bool,
    multiply: (inout gsk_product) -> Void
  ) -> [UInt32] {
    var result = [Float](repeating: 0, count: shape.rows * shape.outputs)
    values.withUnsafeBufferPointer { x in
      bias.withUnsafeBufferPointer { bias in
        residual.withUnsafeBufferPointer { residual in
          result.withUnsafeMutableBufferPointer { y in
            var call = gsk_product()
            call.x = x.baseAddress
            call.rows = shape.rows
            call.inputs = shape.inputs
            call.outputs = shape.outputs
            call.x_stride = shape.inputs
            call.y = y.baseAddress
            call.y_stride = shape.outputs
            call.epilogue.bias = bias.baseAddress
            call.epilogue.residual = withResidual ? residual.baseAddress : nil
            call.epilogue.residual_stride = shape.outputs
            call.epilogue.activation = activation.number
            multiply(&call)
          }
        }
      }
    }
    return result.map(\.bitPattern)
  }
}
