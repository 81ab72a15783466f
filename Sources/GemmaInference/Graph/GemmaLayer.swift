import TensorCompute

/// The weights of one layer, packed for this CPU.
struct GemmaLayer: Sendable {
  let configuration: GemmaLayerConfiguration
  /// Which of the model's rotary tables is its own.
  let rotary: Int
  let attention: CachedAttention
  /// Queries, keys and values.
  let attentionInput: PackedMatrixGroup
  let attentionOutput: PackedMatrix
  let gated: GatedProduct
  let down: PackedMatrix
  let attentionNorm: RMSNorm
  let feedForwardNorm: RMSNorm
  let attentionPostNorm: RMSNorm?
  let feedForwardPostNorm: RMSNorm?
  let queryNorm: RMSNorm?
  let keyNorm: RMSNorm?
}
