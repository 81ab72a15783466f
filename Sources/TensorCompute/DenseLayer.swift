import CInferenceKernels

/// A linear layer, `y = activation(x · Wᵀ + b) + residual`, its weights packed once for this CPU.
///
/// Weights are 32-bit floats, or signed bytes with one scale an output. With bytes each row of the
/// input is turned into bytes too, between its own least and largest number; sums of products are
/// exact whole numbers.
package struct DenseLayer: Sendable {
  package let inputs: Int
  package let outputs: Int
  private let instructionSet: InstructionSet
  private let packed: PackedStorage
  /// Rounded up to whole panels.
  private let bias: [Float]
  /// One an output for bytes; empty for floats.
  private let scales: [Float]
  /// For each block of inputs the sums of an output's weights in bytes: what the center of a row is
  /// worth there, but for the scale.
  private let sums: [Float]

  /// Whether the product is computed on bytes.
  package var isQuantized: Bool { !scales.isEmpty }

  /// Packs weights of floats.
  ///
  /// - Parameters:
  ///   - weights: outputs × inputs, row-major.
  ///   - bias: One an output, or nil for none.
  ///   - inputs: The width of a row of the input.
  ///   - instructionSet: For which CPU.
  package init(
    weights: [Float],
    bias: [Float]? = nil,
    inputs: Int,
    instructionSet: InstructionSet = .best
  ) {
    precondition(inputs > 0 && weights.count % inputs == 0)
    self.inputs = inputs
    outputs = weights.count / inputs
    self.instructionSet = instructionSet
    self.bias = Self.padded(bias ?? [], to: outputs)
    scales = []
    sums = []
    let kernels = instructionSet.kernels
    let outputs = outputs
    packed = PackedStorage(byteCount: kernels.f32_packed_size(outputs, inputs)) {
      kernels.pack_f32(weights, outputs, inputs, $0)
    }
  }

  /// Packs weights of bytes from -127 to 127.
  ///
  /// - Parameters:
  ///   - quantizedWeights: outputs × inputs, row-major.
  ///   - scales: What one step of an output's weights is worth.
  ///   - bias: One an output, or nil for none.
  ///   - inputs: The width of a row of the input, at most 100,000: sums must fit 32 bits.
  ///   - instructionSet: For which CPU.
  package init(
    quantizedWeights: [Int8],
    scales: [Float],
    bias: [Float]? = nil,
    inputs: Int,
    instructionSet: InstructionSet = .best
  ) {
    precondition(inputs > 0 && inputs <= 100_000 && quantizedWeights.count % inputs == 0)
    self.inputs = inputs
    outputs = quantizedWeights.count / inputs
    precondition(scales.count == outputs)
    self.instructionSet = instructionSet
    self.bias = Self.padded(bias ?? [], to: outputs)
    self.scales = Self.padded(scales, to: outputs)
    sums = Self.sums(quantizedWeights, outputs: outputs, inputs: inputs)
    let kernels = instructionSet.kernels
    let outputs = outputs
    packed = PackedStorage(byteCount: kernels.s8_packed_size(outputs, inputs)) {
      kernels.pack_s8(quantizedWeights, outputs, inputs, $0)
    }
  }

  /// Turns weights of floats into bytes, each output by its own largest magnitude, and packs them.
  package init(
    quantizing weights: [Float],
    bias: [Float]? = nil,
    inputs: Int,
    instructionSet: InstructionSet = .best
  ) {
    let (bytes, scales) = SymmetricQuantizer.quantize(weights, columns: inputs)
    self.init(
      quantizedWeights: bytes,
      scales: scales,
      bias: bias,
      inputs: inputs,
      instructionSet: instructionSet
    )
  }

  private static func sums(_ weights: [Int8], outputs: Int, inputs: Int) -> [Float] {
    stride(from: 0, to: inputs, by: stepInputs).flatMap { first in
      let block = (0..<outputs).map { output in
        let row = weights[
          output * inputs + first..<output * inputs + min(first + stepInputs, inputs)
        ]
        return Float(row.reduce(0) { $0 + Int($1) })
      }
      return padded(block, to: outputs)
    }
  }

  private static let stepInputs = Int(GSK_STEP_INPUTS)

  private static func padded(_ values: [Float], to outputs: Int) -> [Float] {
    let panel = Int(GSK_PANEL)
    let whole = (outputs + panel - 1) / panel * panel
    return values + [Float](repeating: 0, count: whole - values.count)
  }

  /// Applies the layer to every row.
  ///
  /// - Parameters:
  ///   - input: rows × inputs.
  ///   - output: rows × outputs; not the input.
  ///   - activation: Applied after the bias.
  ///   - residual: rows × outputs, added last; may be the output itself.
  ///   - preciseRows: Rows that on bytes are multiplied in two parts, each with a scale of its own:
  ///     the row, and what rounding left of it. For rows that matter more than others, or that hold
  ///     one number far above the rest, whose step would be too coarse for them.
  ///   - workspace: Scratch of the calling worker.
  package func apply(
    _ input: MatrixView,
    into output: MatrixView,
    activation: Activation = .identity,
    residual: MatrixView? = nil,
    preciseRows: ArraySlice<Int> = [],
    workspace: Workspace
  ) {
    precondition(input.columns == inputs && output.columns == outputs && input.rows == output.rows)
    precondition(residual.map { $0.rows == output.rows && $0.columns == outputs } ?? true)
    bias.withUnsafeBufferPointer { bias in
      var product = gsk_product()
      product.x = UnsafePointer(input.base)
      product.rows = input.rows
      product.inputs = inputs
      product.outputs = outputs
      product.x_stride = input.stride
      product.y = output.base
      product.y_stride = output.stride
      product.epilogue.bias = bias.baseAddress
      product.epilogue.activation = activation.number
      product.epilogue.residual = residual.map { UnsafePointer($0.base) }
      product.epilogue.residual_stride = residual?.stride ?? 0
      multiply(&product, preciseRows: preciseRows, workspace: workspace)
    }
  }

  /// Blocks of inputs, each with steps of its own.
  private var blocks: Int { (inputs + Self.stepInputs - 1) / Self.stepInputs }

  private func multiply(
    _ product: inout gsk_product,
    preciseRows: ArraySlice<Int>,
    workspace: Workspace
  ) {
    let kernels = instructionSet.kernels
    guard isQuantized else {
      packed.withBytes { kernels.multiply_f32(&product, $0) }
      return
    }
    let rows = product.rows
    let bytes = workspace.bytes(.quantizedRows, count: rows * kernels.quantized_row_size(inputs))
    let steps = workspace.floats(.rowSteps, count: rows * blocks)
    let centers = workspace.floats(.rowCenters, count: rows * blocks)
    kernels.quantize_rows(product.x, rows, inputs, product.x_stride, bytes, steps, centers)
    if !preciseRows.isEmpty {
      addRests(of: preciseRows, to: &product, steps, centers, workspace: workspace)
    }
    packed.withBytes { kernels.multiply_s8(&product, bytes, steps, centers, $0, scales, sums) }
  }

  /// Multiplies what some rows lost to rounding, to be added to their products.
  private func addRests(
    of rows: ArraySlice<Int>,
    to product: inout gsk_product,
    _ steps: UnsafePointer<Float>,
    _ centers: UnsafePointer<Float>,
    workspace: Workspace
  ) {
    let kernels = instructionSet.kernels
    let rowSize = kernels.quantized_row_size(inputs)
    let rests = workspace.bytes(.restRows, count: rows.count * rowSize)
    let restSteps = workspace.floats(.restSteps, count: rows.count * blocks)
    let noCenters = workspace.floats(.restCenters, count: rows.count * blocks)
    noCenters.update(repeating: 0, count: rows.count * blocks)
    for (place, row) in rows.enumerated() {
      precondition(row >= 0 && row < product.rows, "a precise row is one of the input")
      kernels.quantize_rest(
        product.x + row * product.x_stride,
        inputs,
        steps + row * blocks,
        centers + row * blocks,
        rests + place * rowSize,
        restSteps + place * blocks
      )
    }
    let width = scales.count
    let addends = workspace.floats(.restProducts, count: rows.count * width)
    var restProduct = gsk_product()
    restProduct.rows = rows.count
    restProduct.inputs = inputs
    restProduct.outputs = width
    restProduct.y = addends
    restProduct.y_stride = width
    packed.withBytes {
      kernels.multiply_s8(&restProduct, rests, restSteps, noCenters, $0, scales, sums)
    }
    product.epilogue.addends = UnsafePointer(addends)
    product.epilogue.addend_of = restPlaces(of: rows, among: product.rows, workspace: workspace)
  }

  /// By row of a product: which rest is its own; -1 where it has none.
  private func restPlaces(
    of rows: ArraySlice<Int>,
    among count: Int,
    workspace: Workspace
  ) -> UnsafePointer<Int32> {
    let places = workspace.bytes(.restPlaces, count: count * MemoryLayout<Int32>.stride)
      .assumingMemoryBound(to: Int32.self)
    places.update(repeating: -1, count: count)
    for (place, row) in rows.enumerated() { places[row] = Int32(place) }
    return UnsafePointer(places)
  }
}

extension Workspace.Slot {
  static let quantizedRows = Self("quantized rows")
  static let rowSteps = Self("row steps")
  static let rowCenters = Self("row centers")
  static let restPlaces = Self("rest places")
  static let restRows = Self("rest rows")
  static let restSteps = Self("rest steps")
  static let restCenters = Self("rest centers")
  static let restProducts = Self("rest products")
  static let attention = Self("attention")
}
