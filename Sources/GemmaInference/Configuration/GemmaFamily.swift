import Checkpoints
import Diagnostics

/// A generation of Gemma whose graph this room has.
package enum GemmaFamily: String, Sendable, Hashable, CaseIterable {
  /// Gemma and CodeGemma (Gemma Team 2024).
  case gemma1 = "gemma"
  /// Gemma 2 and ShieldGemma.
  case gemma2
  /// Gemma 3, its text part where it also reads images.
  case gemma3
  /// Gemma 4, its text part where it also reads images and sound.
  case gemma4
  /// VaultGemma: Gemma 2 without norms behind attention and feed-forward.
  case vaultGemma = "vaultgemma"

  /// Finds the family of a `model_type`.
  ///
  /// - Parameters:
  ///   - type: As `config.json` spells it, or `general.architecture` of a GGUF file.
  ///   - file: Which file said so, for the error.
  /// - Throws: `gemma/unsupported`, which names what is supported.
  init(modelType type: String, file: String) throws {
    switch type {
    case "gemma": self = .gemma1
    case "gemma2": self = .gemma2
    case "gemma3", "gemma3_text": self = .gemma3
    case "gemma4", "gemma4_text": self = .gemma4
    case "vaultgemma", "vault_gemma": self = .vaultGemma
    default:
      throw Self.unsupported(type, file: file)
    }
  }

  static func unsupported(_ type: String, file: String) -> Diagnostic {
    let known = "Gemma 1, CodeGemma, Gemma 2, ShieldGemma, Gemma 3 and 4 (text) and VaultGemma"
    var problem = Diagnostic(
      "gemma/unsupported",
      "the model type `\(type.prefix(80))` is none of Gemma's",
      at: .init(file: file),
      hint: "supported are \(known)"
    )
    if let name = relative(type) {
      problem.message = "\(name) has a forward pass that is not built yet"
    } else if type == "clip" {
      problem.message = "the file holds the part of a model that looks at images (`clip`)"
      problem.hint = "give the GGUF file of the language model that it belongs to"
    }
    return problem
  }

  /// The name of a model that is near to Gemma and has a graph of its own.
  private static func relative(_ type: String) -> String? {
    guard type != "gemma-embedding" else { return "EmbeddingGemma" }
    return switch type.prefix(while: { $0 != "_" }) {
    case "gemma3n": "Gemma 3n"
    case "gemma4": type == "gemma4" ? "Gemma 4" : "Gemma 4 of another kind"
    case "t5gemma", "t5gemma2": "T5Gemma"
    case "recurrent", "recurrentgemma": "RecurrentGemma"
    case "paligemma": "PaliGemma"
    case "shieldgemma2": "ShieldGemma 2"
    default: nil
    }
  }

  /// Whether queries and keys are normalised head by head.
  var normalizesQueriesAndKeys: Bool { self == .gemma3 || self == .gemma4 }

  /// Whether values are normalised head by head, with no gain, and layers scaled at their end.
  var normalizesValues: Bool { self == .gemma4 }

  /// Whether checkpoints store gains as they are, where the others store what is added to one.
  var storesWholeGains: Bool { self == .gemma4 }

  /// Whether layers with a window and those without have rotary bases of their own.
  var separatesRotaryBases: Bool { self == .gemma3 || self == .gemma4 }

  /// Whether what attention and feed-forward give is normalised before it is added.
  var hasPostNorms: Bool { self == .gemma2 || self == .gemma3 || self == .gemma4 }

  /// Whether a cap on attention counts; elsewhere transformers and llama.cpp pass over the field.
  var capsAttention: Bool { self == .gemma2 || self == .vaultGemma }

  /// As `capsAttention`, for the logits.
  var capsLogits: Bool { self != .gemma1 }

  /// Every how manieth layer sees all positions, where layers differ.
  package var globalEvery: Int? {
    switch self {
    case .gemma1: nil
    case .gemma2, .vaultGemma: 2
    case .gemma3, .gemma4: 6
    }
  }
}
