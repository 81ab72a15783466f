import Diagnostics
import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// The lists of the detector `lexicon`: those shipped and those a person brings.
package enum LexiconFiles {
  private static let shippedNames = [
    "context", "drugs", "hate", "illegal", "insult", "obscene", "self-harm", "sexual", "threat",
    "toxicity", "weapons",
  ]

  /// Adds a person's lists to a policy and the digest of all its lists to the policy's digest.
  ///
  /// - Parameters:
  ///   - policy: A policy as it was parsed.
  ///   - added: Files that the policy does not name.
  /// - Returns: The policy under its final digest.
  /// - Throws: `lexicon/…` for lists that cannot be read, `filter/no-lexicon-detector`.
  package static func sealing(_ policy: CorpusPolicy, added: [String]) throws -> CorpusPolicy {
    var detectors = policy.detectors
    let index = detectors.firstIndex { $0.descriptor.name == LexiconDetector.descriptor.name }
    guard let index else {
      guard added.isEmpty else {
        throw Diagnostic(
          "filter/no-lexicon-detector",
          "the policy does not turn the detector `lexicon` on",
          hint: "add `lexicon:` with rules to the policy's detectors"
        )
      }
      return policy
    }
    var settings = detectors[index].settings
    settings.values["files"] = .strings((settings.strings("files") ?? []) + added)
    var hasher = Hasher256()
    for (path, _) in try files(for: settings) {
      hasher.update(Array(try InputFile.digest(path).sha256.bytes))
    }
    settings.values["lists_sha256"] = .string(hasher.finalize().hex)
    detectors[index].settings = settings
    return CorpusPolicy(
      name: policy.name,
      summary: policy.summary,
      words: policy.words,
      detectors: detectors,
      rules: policy.rules,
      limits: policy.limits
    )
  }

  /// Reads all lists that settings ask for.
  static func read(for settings: DetectorSettings) throws -> [Lexicon] {
    try files(for: settings).map { path, category in
      try Lexicon(
        parsing: Array(try InputFile.text(path).utf8),
        file: path,
        defaultCategory: category
      )
    }
  }

  private static func files(for settings: DetectorSettings) throws -> [(String, LexiconCategory)] {
    let own = settings.string("category").flatMap(LexiconCategory.init) ?? .toxicity
    var files = (settings.strings("files") ?? []).map { ($0, own) }
    if settings.boolean("shipped") ?? true {
      let folder = try PolicyFolder.find() + "/../classifiers/lexicons"
      files += shippedNames.map { name in
        let category = String(name.map { $0 == "-" ? "_" : $0 })
        return ("\(folder)/\(name).tsv", LexiconCategory(rawValue: category) ?? .toxicity)
      }
    }
    return files
  }
}
