/// How a model's ids follow from the order of the pieces in its SentencePiece file.
package enum SentencePieceLayout: Sendable, Hashable {
  /// The same; DeBERTa, ALBERT, T5, Llama and Gemma.
  case asTrained
  /// `<s>`, `<pad>`, `</s>`, `<unk>`, the pieces from the fourth on, `<mask>`; XLM-R and CamemBERT.
  case fairseq
}
