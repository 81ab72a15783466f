import Diagnostics

/// Turns prompts into ids such that no text in them becomes a sign of the model's.
///
/// Holds an encoder and its memory: one for each worker.
package final class PromptEncoder {
  private let tokenizer: Tokenizer
  private let encoder: TokenEncoder
  private var tokens = TokenizedText()

  /// - Parameters:
  ///   - tokenizer: The model's.
  ///   - signs: Spellings that are kept out of texts whatever the tokenizer's file says of them.
  package init(_ tokenizer: Tokenizer, signs: [String] = []) {
    self.tokenizer = tokenizer.keepingOutOfTexts(Set(signs.compactMap { tokenizer.id(of: $0) }))
    encoder = self.tokenizer.makeEncoder(readsSpecialTokens: false)
  }

  /// The ids of a prompt; adjacent texts are encoded as one.
  ///
  /// - Parameter parts: From the first to the last; a start sign is among them or missing.
  /// - Returns: Ids, where those of signs come from `sign` parts alone.
  /// - Throws: `prompt/unknown-sign` for a sign that the vocabulary lacks, `prompt/sign-in-text`
  ///   where a vocabulary is made such that plain text merges into a sign.
  package func ids(of parts: [PromptPart]) throws(Diagnostic) -> [Int32] {
    var ids: [Int32] = []
    var text: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let words): text += words.utf8
      case .sign(let spelling):
        try append(&text, to: &ids)
        guard let id = tokenizer.id(of: spelling) else {
          throw Diagnostic(
            "prompt/unknown-sign",
            "the tokenizer has no token `\(TokenizerProblem.quoted(spelling))`"
          )
        }
        ids.append(id)
      }
    }
    try append(&text, to: &ids)
    return ids
  }

  private func append(_ text: inout [UInt8], to ids: inout [Int32]) throws(Diagnostic) {
    guard !text.isEmpty else { return }
    encoder.encode(text, into: &tokens)
    text.removeAll(keepingCapacity: true)
    let unknown = tokenizer.specialTokens.unknown
    guard !tokens.ids.contains(where: { $0 != unknown && tokenizer.specialIDs.contains($0) }) else {
      throw Diagnostic(
        "prompt/sign-in-text",
        "the tokenizer merges plain text into a special token"
      )
    }
    ids += tokens.ids
  }
}

extension Tokenizer {
  /// The same tokenizer, with more tokens that plain text is kept from.
  func keepingOutOfTexts(_ ids: Set<Int32>) -> Tokenizer {
    guard !ids.isSubset(of: specialIDs) else { return self }
    var copy = self
    copy.specialIDs.formUnion(ids)
    copy.rawTokens.makeSpecial(ids)
    copy.normalizedTokens.makeSpecial(ids)
    return copy
  }
}
