import Checkpoints
import Diagnostics

/// Which of the encoder architectures a checkpoint has; each names its tensors in its own way.
package enum EncoderFamily: String, Sendable, Hashable, CaseIterable {
  case bert
  case distilbert
  /// XLM-R and CamemBERT are the same graph under other names.
  case roberta
  case electra
  /// Versions 2 and 3; the first has other tensors.
  case deberta

  private static let modelTypes: [String: EncoderFamily] = [
    "bert": .bert, "distilbert": .distilbert, "roberta": .roberta, "xlm-roberta": .roberta,
    "camembert": .roberta, "electra": .electra, "deberta-v2": .deberta,
  ]

  /// Reads the family from a configuration.
  ///
  /// - Throws: `checkpoint/config` that names the types that can be read.
  init(_ configuration: ModelConfiguration) throws {
    let type = try configuration.modelType()
    guard let family = Self.modelTypes[type] else {
      let known = Self.modelTypes.keys.sorted().joined(separator: ", ")
      throw configuration.fields.problem(
        "model_type",
        "is `\(type)`, which is not supported",
        hint: "supported are \(known)"
      )
    }
    self = family
  }

  /// Before the names of the encoder's tensors.
  var prefix: String { rawValue }
}
