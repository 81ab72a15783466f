import Diagnostics
import StrictJSON

/// Multiplies the lists of HolisticBias out: every phrase in every template that takes it.
struct HolisticBiasSentences {
  private let folder: String

  init(folder: String) { self.folder = folder }

  /// All sentences by template, then by phrase.
  ///
  /// - Parameters:
  ///   - goesOn: Called now and then; what it throws stops the work.
  ///   - read: Gives a list by its path.
  /// - Returns: Records with `text`, `axis`, `kind`, `noun`, which is `yes` where a noun of the list
  ///   stands in it, and the numbers of template, descriptor and sentence; words of the sentences would
  ///   end up in the audit log as groups.
  /// - Throws: What `read` and `goesOn` throw; `benchmark/wrong-type` for lists of another form.
  func records(
    goesOn: () throws -> Void,
    _ read: (String) throws -> JSONValue
  ) throws -> [BenchmarkRecord] {
    let lists = try HolisticBiasLists(folder: folder, read: read)
    let phrases = Self.numbered(try lists.phrases())
    var found: [BenchmarkRecord] = []
    for (place, template) in try lists.templates().enumerated() {
      for (phrase, descriptor) in phrases where phrase.hasNoun || !template.needsNoun {
        if found.count % BenchmarkReading.stride == 0 { try goesOn() }
        var fields = Self.facts(of: phrase)
        fields["text"] = .string(Self.fill(template.text, phrase))
        fields["template"] = .integer(place + 1)
        fields["descriptor"] = .integer(descriptor)
        fields["number"] = .integer(found.count + 1)
        found.append(
          BenchmarkRecord(
            fields: fields,
            place: .init(file: "\(folder)/sentence_templates.json")
          )
        )
      }
    }
    return found
  }

  private static func facts(of phrase: HolisticBiasPhrase) -> [String: JSONValue] {
    [
      "axis": .string(phrase.axis), "kind": .string(phrase.kind.rawValue),
      "noun": .string(phrase.hasNoun ? "yes" : "no"),
    ]
  }

  /// Phrases with the number of their descriptor, counted from one as they come.
  private static func numbered(
    _ phrases: [HolisticBiasPhrase]
  ) -> [(phrase: HolisticBiasPhrase, descriptor: Int)] {
    var numbers: [[String]: Int] = [:]
    return phrases.map { phrase in
      let key = [phrase.axis, phrase.descriptor]
      let number = numbers[key] ?? numbers.count + 1
      numbers[key] = number
      return (phrase, number)
    }
  }

  private static func fill(_ template: String, _ phrase: HolisticBiasPhrase) -> String {
    template.replacing("{plural_noun_phrase}", with: phrase.plural)
      .replacing("{noun_phrase}", with: phrase.singular)
  }
}
