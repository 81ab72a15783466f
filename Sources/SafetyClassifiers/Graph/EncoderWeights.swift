import Checkpoints
import Diagnostics
import TensorCompute

/// Makes layers from a checkpoint's tensors, in the numbers that are asked for.
///
/// A weight may be stored in signed bytes beside `NAME_scale`, one float a row; else it is floats.
struct EncoderWeights {
  let weights: CheckpointWeights
  let precision: EncoderPrecision

  /// A linear layer whose parts lie one below the other, as queries, keys and values do.
  ///
  /// - Parameters:
  ///   - names: Without `.weight` and `.bias`.
  ///   - outputs: Of each part.
  ///   - inputs: The width of a row of the input.
  ///   - hasBias: Whether each part has one.
  ///   - isExact: Stays in floats whatever the precision, unless it is stored in bytes.
  /// - Returns: The layer, packed for this CPU.
  /// - Throws: A diagnostic that names the tensor.
  func dense(
    _ names: [String],
    outputs: Int,
    inputs: Int,
    hasBias: Bool = true,
    isExact: Bool = false
  ) throws -> DenseLayer {
    let bias = hasBias ? try names.flatMap { try weights.floats("\($0).bias", [outputs]) } : nil
    let stored = names.map { "\($0).weight" }
    let inBytes = stored.count { isInBytes($0) }
    if precision == .int8, inBytes == stored.count {
      let parts = try stored.map { try bytes($0, [outputs, inputs]) }
      return DenseLayer(
        quantizedWeights: parts.flatMap(\.bytes),
        scales: parts.flatMap(\.scales),
        bias: bias,
        inputs: inputs
      )
    }
    let values = try stored.flatMap { try floats($0, [outputs, inputs]) }
    return precision == .int8 && !isExact
      ? DenseLayer(quantizing: values, bias: bias, inputs: inputs)
      : DenseLayer(weights: values, bias: bias, inputs: inputs)
  }

  /// A linear layer of one part.
  func dense(
    _ name: String,
    outputs: Int,
    inputs: Int,
    hasBias: Bool = true,
    isExact: Bool = false
  ) throws -> DenseLayer {
    try dense([name], outputs: outputs, inputs: inputs, hasBias: hasBias, isExact: isExact)
  }

  /// A normalisation; checkpoints that once were TensorFlow's call its parts gamma and beta.
  func norm(_ name: String, width: Int, epsilon: Float) throws -> LayerNorm {
    let isOld = !weights.has("\(name).weight") && weights.has("\(name).gamma")
    return LayerNorm(
      gain: try weights.floats(isOld ? "\(name).gamma" : "\(name).weight", [width]),
      bias: try weights.floats(isOld ? "\(name).beta" : "\(name).bias", [width]),
      epsilon: epsilon
    )
  }

  /// The large table of words, which takes a byte a value where the precision allows.
  func words(_ name: String, rows: Int, width: Int) throws -> EmbeddingTable {
    guard precision == .int8 else {
      return EmbeddingTable(try floats(name, [rows, width]), width: width)
    }
    let (bytes, scales) =
      isInBytes(name)
      ? try self.bytes(name, [rows, width])
      : SymmetricQuantizer.quantize(try floats(name, [rows, width]), columns: width)
    return EmbeddingTable(quantizedRows: bytes, scales: scales, width: width)
  }

  /// A matrix in floats, whatever it is stored in.
  func floats(_ name: String, _ shape: [Int]) throws -> [Float] {
    guard isInBytes(name), shape.count == 2 else { return try weights.floats(name, shape) }
    let (bytes, scales) = try bytes(name, shape)
    return bytes.indices.map { Float(bytes[$0]) * scales[$0 / shape[1]] }
  }

  private func isInBytes(_ name: String) -> Bool { weights.tensor(name)?.type == .int8 }

  private func bytes(_ name: String, _ shape: [Int]) throws -> (bytes: [Int8], scales: [Float]) {
    let bytes = try weights.int8s(name, shape)
    let scales = try weights.floats("\(name)_scale", [shape[0]])
    // Products of the kernels hold bytes whose negative has its place too.
    guard !bytes.contains(-128) else {
      throw problem(name, "holds -128, one below what is allowed")
    }
    guard scales.allSatisfy({ $0 >= 0 }) else {
      throw problem("\(name)_scale", "holds a negative value")
    }
    return (bytes, scales)
  }

  private func problem(_ name: String, _ message: String) -> Diagnostic {
    Diagnostic("checkpoint/bytes", "`\(name)` \(message)", at: .init(file: weights.name))
  }
}
