import Checkpoints
import Diagnostics
import StrictJSON
import TensorCompute

extension EncoderConfiguration {
  private static let bytesFormat = "gemma-safety-int8-1"
  private static let activations: [String: Activation] = [
    "gelu": .gelu, "gelu_python": .gelu, "gelu_new": .geluTanh, "gelu_fast": .geluTanh,
    "gelu_pytorch_tanh": .geluTanh, "relu": .relu, "tanh": .tanh, "silu": .silu, "swish": .silu,
    "linear": .identity, "sigmoid": .sigmoid,
  ]

  /// Reads a function's name as transformers write it; absent, it is the usual one.
  ///
  /// - Throws: `checkpoint/config` for a function that is not known.
  static func activation(
    _ fields: JSONFields,
    _ key: String,
    usual: String = "gelu"
  ) throws -> Activation {
    let name = try fields.string(key) ?? usual
    guard let activation = activations[name] else {
      let known = activations.keys.sorted().joined(separator: ", ")
      throw fields.problem(key, "is `\(name)`, which is not supported", hint: "supported: \(known)")
    }
    return activation
  }

  /// Whether weights are stored in signed bytes; any other way to quantise is refused.
  static func isInBytes(_ fields: JSONFields) throws -> Bool {
    guard let scheme = fields.value("quantization_config") else { return false }
    // Without `quant_method`, so that transformers stop there and do not take bytes for weights.
    guard scheme == .object(["format": .string(bytesFormat)]) else {
      throw fields.problem(
        "quantization_config",
        "names a way to store weights that is not supported",
        hint: "use the checkpoint in float16, bfloat16 or float32"
      )
    }
    return true
  }

  /// Refuses what would change the sums and is not computed here.
  static func refuseUnsupported(_ fields: JSONFields) throws {
    if let kind = try fields.string("position_embedding_type"), kind != "absolute" {
      throw fields.problem("position_embedding_type", "is `\(kind)`, which is not supported")
    }
    for key in ["is_decoder", "add_cross_attention", "is_encoder_decoder"]
    where try fields.boolean(key) == true {
      throw fields.problem(key, "is not supported")
    }
    if let pruned = try fields.object("pruned_heads"), !pruned.keys.isEmpty {
      throw fields.problem("pruned_heads", "is not supported")
    }
    if let names = try fields.strings("architectures"), !names.isEmpty {
      guard names.contains(where: { $0.hasSuffix("ForSequenceClassification") }) else {
        throw fields.problem(
          "architectures",
          "is `\(names.joined(separator: ", "))`, which does not classify whole texts"
        )
      }
    }
  }
}
