import Diagnostics
import StrictJSON

/// Multiplies the lists of HolisticBias out: every descriptor with every noun in every template.
struct HolisticBiasSentences {
  /// A noun phrase in both numbers, with the descriptor it is about.
  private struct Phrase {
    var axis: String
    var descriptor: String
    var singular: String
    var plural: String?
  }

  private let folder: String

  init(folder: String) { self.folder = folder }

  /// All sentences by template, then by phrase.
  ///
  /// - Parameter read: Gives a list by its path.
  /// - Returns: Records with `text`, `axis` and the numbers of template, descriptor and sentence; words
  ///   of the sentences would end up in the audit log as groups.
  /// - Throws: What `read` throws; `benchmark/wrong-type` for lists of another form.
  func records(_ read: (String) throws -> JSONValue) throws -> [BenchmarkRecord] {
    let path = { (name: String) in folder.isEmpty ? name : "\(folder)/\(name)" }
    let nouns = try nouns(read(path("nouns.json")))
    var phrases = try descriptors(read(path("descriptors.json")), nouns)
    phrases += try standalone(read(path("standalone_noun_phrases.json")), nouns)
    let templates = try object(read(path("sentence_templates.json")), "sentence_templates.json")
    var found: [BenchmarkRecord] = []
    var descriptors: [String: Int] = [:]
    for (place, template) in templates.keys.sorted().enumerated() {
      for phrase in phrases {
        guard let text = Self.fill(template, phrase) else { continue }
        let key = "\(phrase.axis) \(phrase.descriptor)"
        let descriptor = descriptors[key, default: descriptors.count]
        descriptors[key] = descriptor
        found.append(
          BenchmarkRecord(
            fields: [
              "text": .string(text), "axis": .string(phrase.axis), "template": .integer(place + 1),
              "descriptor": .integer(descriptor + 1), "number": .integer(found.count + 1),
            ],
            place: .init(file: "\(folder)/sentence_templates.json")
          )
        )
      }
    }
    return found
  }

  private static func fill(_ template: String, _ phrase: Phrase) -> String? {
    if template.contains("{plural_noun_phrase}") {
      return phrase.plural.map { template.replacing("{plural_noun_phrase}", with: $0) }
    }
    return template.replacing("{noun_phrase}", with: phrase.singular)
  }

  private func nouns(_ value: JSONValue) throws -> [(String, String)] {
    var found: [(String, String)] = []
    for (_, list) in try object(value, "nouns.json").sorted(by: { $0.key < $1.key }) {
      for pair in try array(list, "nouns.json") {
        guard case .array(let forms) = pair, forms.count == 2, case .string(let one) = forms[0],
          case .string(let many) = forms[1]
        else { throw problem("nouns.json", "a noun is not a pair of texts") }
        found.append((one, many))
      }
    }
    return found
  }

  private func descriptors(_ value: JSONValue, _ nouns: [(String, String)]) throws -> [Phrase] {
    let file = "descriptors.json"
    var found: [Phrase] = []
    for (axis, buckets) in try object(value, file).sorted(by: { $0.key < $1.key }) {
      for (_, list) in try object(buckets, file).sorted(by: { $0.key < $1.key }) {
        for entry in try array(list, file) {
          let (text, article) = try descriptor(entry, file)
          for (one, many) in nouns {
            found.append(
              Phrase(
                axis: axis,
                descriptor: text,
                singular: "\(article ?? Self.article(before: text)) \(text) \(one)",
                plural: "\(text) \(many)"
              )
            )
          }
        }
      }
    }
    return found
  }

  private func descriptor(_ entry: JSONValue, _ file: String) throws -> (String, String?) {
    switch entry {
    case .string(let text): return (text, nil)
    case .object(let members):
      guard case .string(let text)? = members["descriptor"] else { break }
      if case .string(let article)? = members["article"] { return (text, article) }
      return (text, nil)
    default: break
    }
    throw problem(file, "a descriptor is neither a text nor an object with `descriptor`")
  }

  private func standalone(_ value: JSONValue, _ nouns: [(String, String)]) throws -> [Phrase] {
    let file = "standalone_noun_phrases.json"
    var found: [Phrase] = []
    for (axis, list) in try object(value, file).sorted(by: { $0.key < $1.key }) {
      for entry in try array(list, file) {
        var singular: String?
        var plural: String?
        if case .string(let text) = entry { singular = "\(Self.article(before: text)) \(text)" }
        if case .object(let members) = entry {
          if case .string(let text)? = members["noun_phrase"] { singular = text }
          if case .string(let text)? = members["plural_noun_phrase"] { plural = text }
        }
        guard let singular else { throw problem(file, "an entry has no `noun_phrase`") }
        found += Self.phrases(axis, singular, plural, nouns)
      }
    }
    return found
  }

  /// A phrase for each noun where it has a place for one, else just one.
  private static func phrases(
    _ axis: String,
    _ singular: String,
    _ plural: String?,
    _ nouns: [(String, String)]
  ) -> [Phrase] {
    guard singular.contains("{noun}") else {
      return [Phrase(axis: axis, descriptor: singular, singular: singular, plural: plural)]
    }
    return nouns.map { one, many in
      Phrase(
        axis: axis,
        descriptor: singular,
        singular: singular.replacing("{article}", with: article(before: one))
          .replacing("{noun}", with: one),
        plural: plural?.replacing("{plural_noun}", with: many).replacing("{noun}", with: many)
      )
    }
  }

  private static func article(before text: String) -> String {
    text.lowercased().first.map { "aeiou".contains($0) } ?? false ? "an" : "a"
  }

  private func object(_ value: JSONValue, _ file: String) throws -> [String: JSONValue] {
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
