import Checkpoints
import Diagnostics

/// Plans the GGUF file of a checkpoint, so that llama.cpp computes what is computed here.
///
/// GGUF states less than a configuration does: what llama.cpp derives from sizes is compared with
/// what the configuration says, folded into the weights where that gives the same numbers, and
/// refused where it does not.
package struct GemmaExport {
  private let configuration: GemmaConfiguration
  private let weights: any ModelWeights
  private let format: ExportFormat
  private let names: GemmaTensorNames
  /// What tensors are called in the file.
  private let targets: GemmaTensorNames
  private let architecture: String

  /// Checks that GGUF can say what the configuration does, and that the weights are its.
  ///
  /// - Throws: `gemma/no-gguf`, and as `GemmaConfiguration.check`.
  package init(
    _ stated: GemmaConfiguration,
    _ weights: any ModelWeights,
    _ format: ExportFormat
  ) throws {
    configuration = try stated.borneOut(by: weights)
    self.weights = weights
    self.format = format
    architecture = configuration.family.rawValue
    targets = GemmaTensorNames(ggufOf: configuration.family)
    names = try GemmaTensorNames(configuration.family, in: weights)
    if let reason = obstacle {
      throw Diagnostic("gemma/no-gguf", reason, at: .init(file: weights.name))
    }
    try configuration.check(weights)
  }

  /// What no GGUF file can say.
  private var obstacle: String? {
    let local = configuration.layers.first { $0.window != nil }
    switch configuration.family {
    case .vaultGemma: return "VaultGemma has no architecture in GGUF"
    case .gemma1, .gemma2:
      if !configuration.isTied { return "GGUF has no output head of its own for this family" }
      let hasCaps = configuration.attentionCap != nil && configuration.finalCap != nil
      return configuration.family == .gemma1 || hasCaps ? nil : "GGUF has no Gemma 2 without caps"
    case .gemma4: return "GGUF of Gemma 4 is not written yet"
    case .gemma3:
      return (local?.ropeFactor ?? 1) == 1
        ? nil : "GGUF has no rotary scaling for layers with a window"
    }
  }

  /// The whole file.
  ///
  /// - Parameters:
  ///   - name: Of the model.
  ///   - vocabulary: Nil where the folder has no tokenizer; the file then works with ids alone.
  /// - Returns: Metadata and tensors, in the order in which they are written.
  package func plan(name: String, vocabulary: GemmaVocabulary?) -> GGUFPlan {
    var plan = GGUFPlan()
    plan.add("general.architecture", .string(architecture))
    plan.add("general.name", .string(name))
    plan.add("general.quantization_version", .uint32(2))
    plan.add("general.file_type", .uint32(format.fileType))
    addSizes(to: &plan)
    addRotary(to: &plan)
    if let vocabulary {
      vocabulary.add(to: &plan, rows: configuration.vocabulary, configuration)
    } else {
      addTokens(to: &plan)
    }
    addTensors(to: &plan)
    return plan
  }

  /// What is known of tokens where nobody spells them: how many, which begins, which end.
  private func addTokens(to plan: inout GGUFPlan) {
    plan.add("tokenizer.ggml.model", .string("none"))
    plan.add("\(architecture).vocab_size", .uint32(UInt32(configuration.vocabulary)))
    plan.add("tokenizer.ggml.bos_token_id", .uint32(UInt32(configuration.beginToken)))
    for (key, id) in zip(GemmaConfiguration.endTokenKeys, configuration.endTokens) {
      plan.add(key, .uint32(UInt32(id)))
    }
  }

  private func addSizes(to plan: inout GGUFPlan) {
    let first = configuration.layers[0]
    let sizes = [
      "context_length": configuration.maximumPositions,
      "embedding_length": configuration.width,
      "block_count": configuration.layers.count,
      "feed_forward_length": configuration.innerWidth,
      "attention.head_count": configuration.heads,
      "attention.head_count_kv": first.keyValueHeads,
      "attention.key_length": first.headWidth,
      "attention.value_length": first.headWidth,
    ]
    for (key, value) in sizes.sorted(by: { $0.key < $1.key }) {
      plan.add("\(architecture).\(key)", .uint32(UInt32(value)))
    }
    plan.add(
      "\(architecture).attention.layer_norm_rms_epsilon",
      .float32(configuration.epsilon)
    )
    if let cap = configuration.attentionCap {
      plan.add("\(architecture).attn_logit_softcapping", .float32(cap))
    }
    if let cap = configuration.finalCap {
      plan.add("\(architecture).final_logit_softcapping", .float32(cap))
    }
    addWindows(to: &plan)
  }

  /// Which layers have a window is implied unless it is said.
  ///
  /// Where none is said, Gemma 3 has none and Gemma 2 one of 4096: the layers that usually have one
  /// are given one that hides nothing, since llama.cpp takes no window that no layer has.
  private func addWindows(to plan: inout GGUFPlan) {
    guard let implied = configuration.family.globalEvery else { return }
    let stated = configuration.layers.compactMap(\.window).first
    guard stated != nil || !configuration.family.allowsNoWindow else { return }
    let window = stated ?? configuration.maximumPositions
    plan.add("\(architecture).attention.sliding_window", .uint32(UInt32(window)))
    guard stated != nil else { return }
    let isLocal = configuration.layers.map { $0.window != nil }
    if isLocal != isLocal.indices.map({ !($0 + 1).isMultiple(of: implied) }) {
      plan.add("\(architecture).attention.sliding_window_pattern", .booleans(isLocal))
    }
  }

  private func addRotary(to plan: inout GGUFPlan) {
    let global = configuration.layers.first { $0.window == nil } ?? configuration.layers[0]
    plan.add("\(architecture).rope.freq_base", .float32(global.ropeBase))
    if configuration.family == .gemma3,
      let local = configuration.layers.first(where: { $0.window != nil })
    {
      plan.add("\(architecture).rope.freq_base_swa", .float32(local.ropeBase))
    }
    if global.ropeFactor != 1 {
      plan.add("\(architecture).rope.scaling.type", .string("linear"))
      plan.add("\(architecture).rope.scaling.factor", .float32(global.ropeFactor))
    }
  }
}

extension GemmaExport {
  private func addTensors(to plan: inout GGUFPlan) {
    let table = [configuration.vocabulary, configuration.width]
    plan.add(matrix(targets.embedding, names.embedding, table, format.tableType))
    plan.add(norm(targets.finalNorm, names.finalNorm, configuration.width))
    if !configuration.isTied {
      let head = names.head(of: configuration, in: weights)
      plan.add(matrix(targets.heads[0], head, table, format.tableType))
    }
    for number in configuration.layers.indices { addLayer(number, to: &plan) }
  }

  private func addLayer(_ number: Int, to plan: inout GGUFPlan) {
    let source = names.layer(number, of: configuration)
    let target = targets.layer(number, of: configuration)
    let layer = configuration.layers[number]
    let (width, inner) = (configuration.width, configuration.innerWidth)
    let queries = configuration.heads * layer.headWidth
    let keys = layer.keyValueHeads * layer.headWidth
    let type = format.type
    let perHead = configuration.family.normalizesQueriesAndKeys
    let factor = perHead ? 1 : queryFactor
    plan.add(norm(target.attentionNorm, source.attentionNorm, width))
    plan.add(matrix(target.queries, source.queries, [queries, width], type, times: factor))
    plan.add(matrix(target.keys, source.keys, [keys, width], type))
    plan.add(matrix(target.values, source.values, [keys, width], type))
    plan.add(matrix(target.attentionOutput, source.attentionOutput, [width, queries], type))
    if perHead {
      plan.add(norm(target.queryNorm, source.queryNorm, layer.headWidth, times: queryFactor))
      plan.add(norm(target.keyNorm, source.keyNorm, layer.headWidth))
    }
    if configuration.family.hasPostNorms {
      plan.add(norm(target.attentionPostNorm, source.attentionPostNorm, width))
      plan.add(norm(target.feedForwardPostNorm, source.feedForwardPostNorm, width))
    }
    plan.add(norm(target.feedForwardNorm, source.feedForwardNorm, width))
    plan.add(matrix(target.gate, source.gate, [inner, width], type))
    plan.add(matrix(target.up, source.up, [inner, width], type))
    plan.add(matrix(target.down, source.down, [width, inner], type))
  }

  /// What queries must be multiplied with, so that the scale that llama.cpp derives is right.
  private var queryFactor: Float {
    let scalar = configuration.family.impliedQueryScalar(
      layers: configuration.layers.count,
      width: configuration.width,
      heads: configuration.heads,
      headWidth: configuration.layers[0].headWidth
    )
    let factor = configuration.queryScale * Float(scalar).squareRoot()
    return abs(factor - 1) < 1e-6 ? 1 : factor
  }

  private func matrix(
    _ name: String,
    _ source: String,
    _ shape: [Int],
    _ type: TensorType,
    times factor: Float = 1
  ) -> GGUFPlan.Tensor {
    // Rows that are no whole blocks keep the 16 bits that they have, or get 32.
    let stored = weights.tensor(source)?.type
    let kept = stored == .float16 || stored == .bfloat16 ? stored : nil
    let type = type.byteCount(of: shape) == nil ? kept ?? .float32 : type
    return .init(name, type, shape, from: source, times: factor)
  }

  /// GGUF stores what values are multiplied with, checkpoints what is added to one.
  private func norm(
    _ name: String,
    _ source: String,
    _ width: Int,
    times factor: Float = 1
  ) -> GGUFPlan.Tensor {
    .init(name, .float32, [width], from: source, adding: 1, times: factor)
  }
}
