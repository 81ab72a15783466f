import TensorCompute

/// The weights of one layer, packed for this CPU.
struct GemmaLayer: Sendable {
  let configuration: GemmaLayerConfiguration
  let rotary: RotaryTable
  let queries: Projection
  let keys: Projection
  let values: Projection
  let attentionOutput: Projection
  let gate: Projection
  let up: Projection
  let down: Projection
  /// Gains of the norms, the stored weight and one.
  let attentionNorm: [Float]
  let feedForwardNorm: [Float]
  let attentionPostNorm: [Float]?
  let feedForwardPostNorm: [Float]?
  let queryNorm: [Float]?
  let keyNorm: [Float]?
}
