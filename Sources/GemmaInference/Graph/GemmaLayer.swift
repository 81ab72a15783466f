import TensorCompute

/// The weights of one layer, packed for this CPU.
struct GemmaLayer: Sendable {
  let configuration: GemmaLayerConfiguration
  /// Which of the model's rotary tables is its own.
  let rotary: Int
  let attention: CachedAttention
  /// Queries, keys and values; fewer where keys are values or those of another layer.
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
  let valueNorm: RMSNorm?
  let perLayer: PerLayerInput?
  let experts: Experts?
  /// What the result is multiplied with; nil for nothing.
  let scale: Float?

  /// What adds a layer's own numbers of each token to the states (Gemma 4's small models).
  struct PerLayerInput: Sendable {
    let gate: PackedMatrix
    let projection: PackedMatrix
    let norm: RMSNorm
  }

  /// The mixture of experts beside the feed-forward.
  struct Experts: Sendable {
    /// In 32-bit floats, since which experts a token takes hangs on small differences.
    let router: PackedMatrix
    /// Its gain is the router's scale over the root of the width.
    let routerNorm: RMSNorm
    /// What each expert's share is multiplied with.
    let scales: [Float]
    let top: Int
    let gated: [GatedProduct]
    let downs: [PackedMatrix]
    /// Ahead of the experts, behind them, and behind the feed-forward that all tokens take.
    let norm: RMSNorm
    let postNorm: RMSNorm
    let densePostNorm: RMSNorm
  }
}
