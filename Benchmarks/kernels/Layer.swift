import TensorCompute

struct Shape {
  let name: String
  let layers: Int
  let hidden: Int
  let inner: Int
  let heads: Int
  let vocabulary: Int
}

let headWidth = 256

/// The weights of a layer, as a graph of a decoder groups them.
struct Layer {
  let projections: PackedMatrixGroup
  let output: PackedMatrix
  let gated: GatedProduct
  let down: PackedMatrix

  init(
    _ shape: Shape,
    _ format: PackedMatrix.Format,
    _ memory: PackedMemory,
    _ threads: WorkerThreads
  ) throws {
    let (hidden, heads) = (shape.hidden, shape.heads * headWidth)
    func make(_ outputs: Int, _ inputs: Int) throws -> PackedMatrix {
      try madeUp(format, outputs, inputs, memory, threads)
    }
    projections = PackedMatrixGroup([
      try make(heads, hidden), try make(headWidth, hidden), try make(headWidth, hidden),
    ])
    output = try make(hidden, heads)
    gated = GatedProduct(gate: try make(shape.inner, hidden), up: try make(shape.inner, hidden))
    down = try make(hidden, shape.inner)
  }

  var matrices: [PackedMatrix] { projections.matrices + [output, gated.gate, gated.up, down] }
}

/// Weights of one row after another that repeat; what they are does not change the time.
func madeUp(
  _ format: PackedMatrix.Format,
  _ outputs: Int,
  _ inputs: Int,
  _ memory: PackedMemory,
  _ threads: WorkerThreads
) throws -> PackedMatrix {
  try PackedMatrix(format, outputs: outputs, inputs: inputs, memory: memory, on: threads) {
    rows,
    buffer in
    for index in buffer.indices {
      buffer[index] = Float((index &* 31 &+ rows.lowerBound) & 255) / 255 - 0.5
    }
  }
}
