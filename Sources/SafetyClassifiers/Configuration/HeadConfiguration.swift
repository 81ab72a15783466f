import Checkpoints
import Diagnostics
import StrictJSON
import TensorCompute

/// What stands on top of an encoder: its outputs, their names and how they become probabilities.
package struct HeadConfiguration: Sendable, Hashable {
  /// How outputs become probabilities.
  package enum Scoring: String, Sendable, Hashable, CaseIterable {
    /// Each on its own.
    case sigmoid
    /// All together; one is true.
    case softmax
    /// Several heads, each with levels from none up.
    case ordinal
  }

  package let scoring: Scoring
  /// Names of the outputs, or of the heads where there are several; empty for heads without names.
  package let names: [String]
  /// The function between the two layers of the head.
  package let activation: Activation

  /// Reads what `config.json` says of the head.
  ///
  /// - Throws: `checkpoint/config`, by the name of the field.
  init(_ configuration: ModelConfiguration, _ family: EncoderFamily) throws {
    let fields = configuration.fields
    activation = try Self.activation(fields, family)
    if let heads = try fields.strings("heads") {
      guard 1...256 ~= heads.count, heads.allSatisfy({ 1...200 ~= $0.utf8.count }) else {
        throw fields.problem("heads", "must hold 1 to 256 names of 1 to 200 bytes")
      }
      scoring = .ordinal
      names = heads
      return
    }
    let count = try fields.integer("num_labels", 1...4096)
    let labels = try configuration.labels()
    if let count, let labels, labels.count != count {
      throw fields.problem("num_labels", "is \(count), `id2label` names \(labels.count)")
    }
    names = labels ?? (0..<(count ?? 2)).map { "LABEL_\($0)" }
    scoring = try Self.scoring(fields, outputs: names.count)
  }

  private static func activation(
    _ fields: JSONFields,
    _ family: EncoderFamily
  ) throws -> Activation {
    switch family {
    case .bert, .roberta: return .tanh
    case .distilbert: return .relu
    case .electra: return .gelu
    case .deberta:
      let width = try fields.integer("hidden_size", EncoderConfiguration.Limits.width)
      let pooled = try fields.integer("pooler_hidden_size", EncoderConfiguration.Limits.width)
      guard pooled == nil || pooled == width else {
        throw fields.problem("pooler_hidden_size", "other than the width is not supported")
      }
      return try EncoderConfiguration.activation(fields, "pooler_hidden_act")
    }
  }

  private static func scoring(_ fields: JSONFields, outputs: Int) throws -> Scoring {
    switch try fields.string("problem_type") {
    case "multi_label_classification": return .sigmoid
    case "single_label_classification": return outputs == 1 ? .sigmoid : .softmax
    case nil: return outputs == 1 ? .sigmoid : .softmax
    // Pipelines hand out the number itself, which is no probability.
    case "regression":
      throw fields.problem(
        "problem_type",
        "is `regression`, whose output is no probability",
        hint: "if the output was trained as a logit, take the field out"
      )
    case let other?:
      throw fields.problem("problem_type", "is `\(other)`, which is not supported")
    }
  }
}
