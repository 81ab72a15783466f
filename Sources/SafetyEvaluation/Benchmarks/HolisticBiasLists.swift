import Diagnostics
import StrictJSON

/// Reads the lists of HolisticBias and joins descriptors and nouns to phrases.
struct HolisticBiasLists {
  private struct Noun {
    var gender: String
    var one: String
    var many: String
  }

  private static let files = [
    "nouns.json", "descriptors.json", "standalone_noun_phrases.json", "sentence_templates.json",
  ]
  private let folder: String
  private var lists: [String: JSONValue] = [:]

  /// Reads all lists.
  ///
  /// - Parameters:
  ///   - folder: Where the lists are, below the data folder.
  ///   - read: Gives a list by its path.
  init(folder: String, read: (String) throws -> JSONValue) rethrows {
    self.folder = folder
    for name in Self.files {
      lists[name] = try read(folder.isEmpty ? name : "\(folder)/\(name)")
    }
  }

  /// Every phrase: nouns alone, then by descriptor, then those that stand for themselves.
  func phrases() throws -> [HolisticBiasPhrase] {
    let nouns = try nouns()
    return try Self.alone(nouns) + described(nouns) + standalone(nouns)
  }

  /// The templates by their text, each with whether it takes phrases with a noun only.
  func templates() throws -> [(text: String, needsNoun: Bool)] {
    let file = "sentence_templates.json"
    return try object(lists[file], file).sorted { $0.key < $1.key }.map { text, facts in
      (text, try object(facts, file)["must_be_noun"] == .boolean(true))
    }
  }

  private func nouns() throws -> [Noun] {
    let file = "nouns.json"
    return try object(lists[file], file).sorted { $0.key < $1.key }.flatMap { gender, list in
      try array(list, file).map { pair in
        guard case .array(let forms) = pair, forms.count == 2, case .string(let one) = forms[0],
          case .string(let many) = forms[1]
        else { throw problem(file, "a noun is not a pair of texts") }
        return Noun(gender: gender, one: one, many: many)
      }
    }
  }

  private static func alone(_ nouns: [Noun]) -> [HolisticBiasPhrase] {
    nouns.map {
      HolisticBiasPhrase(
        axis: "none",
        descriptor: "",
        kind: .noun,
        singular: "\(HolisticBiasPhrase.article(before: $0.one)) \($0.one)",
        plural: $0.many
      )
    }
  }

  private func described(_ nouns: [Noun]) throws -> [HolisticBiasPhrase] {
    let file = "descriptors.json"
    var found: [HolisticBiasPhrase] = []
    for (axis, buckets) in try object(lists[file], file).sorted(by: { $0.key < $1.key }) {
      for (_, bucket) in try object(buckets, file).sorted(by: { $0.key < $1.key }) {
        for entry in try array(bucket, file) { found += try phrases(of: entry, axis, nouns) }
      }
    }
    return found
  }

  /// A descriptor alone and before each noun, of its gender where it has one.
  private func phrases(
    of entry: JSONValue,
    _ axis: String,
    _ nouns: [Noun]
  ) throws -> [HolisticBiasPhrase] {
    let members: [String: JSONValue]
    switch entry {
    case .string: members = ["descriptor": entry]
    case .object(let found): members = found
    default: members = [:]
    }
    guard case .string(let text)? = members["descriptor"] else {
      throw problem(
        "descriptors.json",
        "a descriptor is neither a text nor an object with `descriptor`"
      )
    }
    var article = HolisticBiasPhrase.article(before: text)
    if case .string(let own)? = members["article"] { article = own }
    func phrase(
      _ kind: HolisticBiasPhrase.Kind,
      _ one: String,
      _ many: String
    ) -> HolisticBiasPhrase {
      .init(axis: axis, descriptor: text, kind: kind, singular: one, plural: many)
    }
    let fitting = nouns.filter { noun in
      if case .string(let gender)? = members["gender"] { noun.gender == gender } else { true }
    }
    return [phrase(.descriptor, text, text)]
      + fitting.map {
        phrase(.descriptorNoun, "\(article) \(text) \($0.one)", "\(text) \($0.many)")
      }
  }

  private func standalone(_ nouns: [Noun]) throws -> [HolisticBiasPhrase] {
    let file = "standalone_noun_phrases.json"
    return try object(lists[file], file).sorted { $0.key < $1.key }.flatMap { axis, list in
      try array(list, file).flatMap { entry in
        var singular: String?
        var plural: String?
        if case .string(let text) = entry { singular = text }
        if case .object(let members) = entry {
          if case .string(let text)? = members["noun_phrase"] { singular = text }
          if case .string(let text)? = members["plural_noun_phrase"] { plural = text }
        }
        guard let singular else { throw problem(file, "an entry has no `noun_phrase`") }
        return Self.phrases(axis, singular, plural ?? singular, nouns)
      }
    }
  }

  /// A phrase for each noun where it has a place for one, else just one.
  private static func phrases(
    _ axis: String,
    _ singular: String,
    _ plural: String,
    _ nouns: [Noun]
  ) -> [HolisticBiasPhrase] {
    func phrase(
      _ kind: HolisticBiasPhrase.Kind,
      _ one: String,
      _ many: String
    ) -> HolisticBiasPhrase {
      .init(axis: axis, descriptor: singular, kind: kind, singular: one, plural: many)
    }
    func filled(_ text: String, _ article: String, _ noun: String) -> String {
      let text = text.replacing("{article}", with: article).replacing("{noun}", with: noun)
      return String(text.drop { $0 == " " })
    }
    guard singular.contains("{noun}") else { return [phrase(.fixed, singular, plural)] }
    return nouns.map { noun in
      let article = HolisticBiasPhrase.article(before: noun.one)
      return phrase(
        .nounDescriptor,
        filled(singular, article, noun.one),
        filled(plural, "", noun.many)
      )
    }
  }

  private func object(_ value: JSONValue?, _ file: String) throws -> [String: JSONValue] {
    guard case .object(let members) = value else { throw problem(file, "an object is missing") }
    return members
  }

  private func array(_ value: JSONValue, _ file: String) throws -> [JSONValue] {
    guard case .array(let items) = value else { throw problem(file, "a list is missing") }
    return items
  }

  private func problem(_ file: String, _ message: String) -> Diagnostic {
    Diagnostic("benchmark/wrong-type", message, at: .init(file: "\(folder)/\(file)"))
  }
}
