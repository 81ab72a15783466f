/// How the next token is drawn from what the model thinks of every token.
package struct SamplingOptions: Sendable, Hashable {
  /// What logits are divided by; 0 takes the likeliest token.
  package var temperature: Float = 0
  /// Only so many of the likeliest are drawn from; 0 for all.
  package var topK = 0
  /// Only the likeliest that together reach this probability, as Holtzman and others do; 1 for all.
  package var topP: Float = 1
  /// Only those with at least this share of the likeliest one's probability; 0 for all.
  package var minP: Float = 0
  /// Divides positive logits of tokens seen before and multiplies negative ones; 1 leaves them.
  ///
  /// It is that of Keskar and others, 2019.
  package var repetitionPenalty: Float = 1
  /// Added to the logits of some tokens.
  package var logitBias: [Int32: Float] = [:]
  /// Begins the sequence of chance.
  package var seed: UInt64 = 0

  package init() {}

  /// The field that is out of its range and what it must be, if there is one.
  package var problem: (field: String, message: String)? {
    if !(temperature >= 0 && temperature.isFinite) {
      return ("temperature", "must be 0 or a number above it")
    }
    if topK < 0 { return ("top_k", "must be 0 or a number above it") }
    if !(topP > 0 && topP <= 1) { return ("top_p", "must be above 0 and at most 1") }
    if !(minP >= 0 && minP <= 1) { return ("min_p", "must be from 0 to 1") }
    if !(repetitionPenalty > 0 && repetitionPenalty.isFinite) {
      return ("repetition_penalty", "must be a number above 0")
    }
    if !logitBias.values.allSatisfy(\.isFinite) {
      return ("logit_bias", "must hold finite numbers")
    }
    return nil
  }
}
