import ArgumentParser

/// What is added to the logit of a token, as it is typed: `107=-5`.
struct TokenBias: Decodable {
  let token: Int
  let bias: Double

  /// Reads what an option was given.
  ///
  /// - Throws: `ValidationError`, which ends as wrong usage.
  init(_ text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let token = Int(parts[0]), token >= 0, let bias = Double(parts[1])
    else {
      let message = "`\(text.prefix(32))` is no token and what is added to it; write 107=-5"
      throw ValidationError(message)
    }
    self.token = token
    self.bias = bias
  }
}
