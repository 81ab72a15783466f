/// What a family calls the tensors of a layer.
struct LayerNames {
  let queries: String
  let keys: String
  let values: String
  let mixing: String
  let attentionNorm: String
  let expansion: String
  let contraction: String
  let outputNorm: String
  /// DeBERTa's projections of distances, where they are not shared.
  let positionKeys: String
  let positionQueries: String

  init(_ family: EncoderFamily, _ number: Int) {
    let layer =
      family == .distilbert
      ? "distilbert.transformer.layer.\(number)" : "\(family.prefix).encoder.layer.\(number)"
    let inner = family == .distilbert ? "\(layer).attention" : "\(layer).attention.self"
    let names =
      switch family {
      case .distilbert: ("q_lin", "k_lin", "v_lin")
      case .deberta: ("query_proj", "key_proj", "value_proj")
      case .bert, .roberta, .electra: ("query", "key", "value")
      }
    (queries, keys, values) = ("\(inner).\(names.0)", "\(inner).\(names.1)", "\(inner).\(names.2)")
    positionKeys = "\(inner).pos_key_proj"
    positionQueries = "\(inner).pos_query_proj"
    if family == .distilbert {
      mixing = "\(layer).attention.out_lin"
      attentionNorm = "\(layer).sa_layer_norm"
      expansion = "\(layer).ffn.lin1"
      contraction = "\(layer).ffn.lin2"
      outputNorm = "\(layer).output_layer_norm"
    } else {
      mixing = "\(layer).attention.output.dense"
      attentionNorm = "\(layer).attention.output.LayerNorm"
      expansion = "\(layer).intermediate.dense"
      contraction = "\(layer).output.dense"
      outputNorm = "\(layer).output.LayerNorm"
    }
  }
}
