/// Tells signs of a model from words among the pieces that a SentencePiece file calls user-defined.
///
/// Such a file does not say which of them are special; `tokenizer.json` does. What structures a prompt
/// must not be read in the text of strangers, while tags of HTML, runs of newlines and reserved
/// pieces may.
enum MarkerSpelling {
  private static let names: Set<[UInt8]> = Set(
    ["<mask>", "<image_soft_token>", "<audio_soft_token>"].map { Array($0.utf8) }
  )
  private static let prefixes = ["<start_of_", "<end_of_", "<|"].map { Array($0.utf8) }

  static func isMarker(_ piece: [UInt8]) -> Bool {
    guard piece.first == UInt8(ascii: "<"), piece.last == UInt8(ascii: ">") else { return false }
    return names.contains(piece) || prefixes.contains { piece.starts(with: $0) }
      || piece.dropLast().last == UInt8(ascii: "|")
  }
}
