/// Decodes token by token: the text that each one adds, once its characters are whole.
package struct IncrementalDecoder {
  private let tokenizer: Tokenizer
  private var ids: [Int32] = []
  private var shown = ""
  package init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }
  package mutating func append(_ id: Int32) -> String {
    ids.append(id)
    let text = tokenizer.decode(ids)
    guard text.unicodeScalars.last != "\u{FFFD}", text.hasPrefix(shown) else { return "" }
    defer { shown = text }
    return String(text.dropFirst(shown.count))
  }
  package mutating func finish() -> String { "" }
}
