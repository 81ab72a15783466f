import CInferenceKernels

/// A matrix of weights, outputs × inputs, packed once for this CPU: what a decoder multiplies with.
///
/// Sixteen outputs lie together, input by input or block by block of 32 inputs. A product gives every
/// output of every row the same bits on any instruction set, for any number of threads, and whatever
/// other rows are multiplied with it.
package struct PackedMatrix: Sendable {
  /// How the weights are kept.
  package enum Format: String, Sendable, CaseIterable {
    case float32
    case bfloat16
    case float16
    /// Signed bytes, a float16 scale for each 32 inputs: Q8_0 of GGUF.
    case q8
    /// Nibbles less 8, a float16 scale for each 32 inputs: Q4_0 of GGUF.
    case q4
    /// Nibbles, a float16 scale and a float16 minimum for each 32 inputs: Q4_1 of GGUF, and what Q4_K
    /// becomes, its scales rounded to float16.
    case q4WithMinimum
  }

  package let format: Format
  package let outputs: Int
  package let inputs: Int
  package let instructionSet: InstructionSet
  /// The first output with a weight that is not finite, if there is one.
  package let firstDamagedOutput: Int?
  let piece: PackedPiece

  init(
    _ format: Format,
    outputs: Int,
    inputs: Int,
    instructionSet: InstructionSet,
    firstDamagedOutput: Int?,
    piece: PackedPiece
  ) {
    self.format = format
    self.outputs = outputs
    self.inputs = inputs
    self.instructionSet = instructionSet
    self.firstDamagedOutput = firstDamagedOutput
    self.piece = piece
  }

  /// The memory that the weights take.
  package var byteCount: Int { panels * panelSize }

  /// Panels of sixteen outputs, the last one filled with zeros.
  var panels: Int { (outputs + Self.panel - 1) / Self.panel }

  var panelSize: Int { instructionSet.kernels.panel_size(format.number, inputs) }

  static let panel = Int(GSK_PANEL)

  /// Reads the weights of one output back, such as a row of an embedding.
  ///
  /// - Parameters:
  ///   - output: Which one.
  ///   - scale: What each weight is multiplied with.
  ///   - row: As many floats as inputs.
  package func read(
    _ output: Int,
    times scale: Float = 1,
    into row: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(output >= 0 && output < outputs && row.count == inputs)
    guard let base = row.baseAddress else { return }
    let panel = piece.start + output / Self.panel * panelSize
    instructionSet.kernels.read_row(
      format.number,
      panel,
      output % Self.panel,
      inputs,
      scale,
      base
    )
  }
}

extension PackedMatrix.Format {
  /// Inputs come in multiples of this.
  package var inputMultiple: Int { isQuantized ? 32 : 1 }

  /// Whether activations are turned into bytes for a product.
  package var isQuantized: Bool {
    switch self {
    case .float32, .bfloat16, .float16: false
    case .q8, .q4, .q4WithMinimum: true
    }
  }

  /// Its number in the kernels.
  var number: Int32 {
    switch self {
    case .float32: Int32(GSK_F32)
    case .bfloat16: Int32(GSK_BF16)
    case .float16: Int32(GSK_F16)
    case .q8: Int32(GSK_Q8)
    case .q4: Int32(GSK_Q4)
    case .q4WithMinimum: Int32(GSK_Q4_MINIMUM)
    }
  }
}
