import SafetyCore
import SafetyDetectors

/// The lists of the detector `lexicon`: those shipped and those a person brings.
enum LexiconFiles {
  private static let shippedNames = [
    "context", "drugs", "hate", "illegal", "insult", "obscene", "self-harm", "sexual", "threat",
    "toxicity", "weapons",
  ]

  /// Reads all lists that settings ask for.
  static func read(for settings: DetectorSettings) throws -> [Lexicon] {
    try files(for: settings).map { file in
      try Lexicon(
        parsing: Array(try InputFile.text(file.path).utf8),
        file: file.path,
        defaultCategory: file.category
      )
    }
  }

  /// The files in the order they are read, with the category of terms that name none.
  static func files(
    for settings: DetectorSettings
  ) throws -> [(path: String, category: LexiconCategory)] {
    let own = settings.string("category").flatMap(LexiconCategory.init) ?? .toxicity
    var files = (settings.strings("files") ?? []).map { (path: $0, category: own) }
    if settings.boolean("shipped") ?? true {
      let folder = try PolicyFolder.neighbour("classifiers/lexicons")
      files += shippedNames.map { name in
        let category = String(name.map { $0 == "-" ? "_" : $0 })
        return ("\(folder)/\(name).tsv", LexiconCategory(rawValue: category) ?? .toxicity)
      }
    }
    return files
  }
}
