/// A file that is made with a card, by its name within the card's folder.
package struct CardFile: Sendable, Hashable {
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  package init(_ name: String, _ text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The form of the EU's code of practice.
  package static let practiceForm = "gpai-form.md"

  /// Folders whose files follow from the evidence alone, with the ending of these files.
  package static let folders: [(name: String, ending: String)] = [
    (".eval_results", ".yaml"), ("plots", ".svg"),
  ]

  /// The card as one page.
  package static func page(_ kind: CardSettings.Kind) -> String { "\(kind.rawValue)-card.html" }

  /// Every name that a file beside `README.md` may have, but for those in `folders`.
  package static var names: [String] {
    CardSettings.Kind.allCases.map(page) + [practiceForm, ToolkitCard.file, SPDXCard.file]
      + CycloneDXCard.Version.allCases.map(\.file)
  }
}

extension CardDocument {
  /// What the evidence alone gives: drawings and, of a model, the Hub's results.
  package var evidenceFiles: [CardFile] {
    let drawings = plots.map { CardFile("plots/\($0.name).svg", $0.svg) }
    guard source.settings.kind == .model else { return drawings }
    return drawings
      + HubEvaluationResults.files(source).map { CardFile(".eval_results/\($0.name)", $0.text) }
  }

  /// The card in the forms of machines, made of evidence and people's sections without a template.
  package var forms: [CardFile] { formMakers.flatMap { $0() } }

  /// What makes these forms; none waits for another.
  package var formMakers: [@Sendable () -> [CardFile]] {
    guard source.settings.kind == .model else { return [] }
    return [
      { [CardFile(name: ToolkitCard.file, bytes: ToolkitCard.json(self))] },
      {
        let bill = CycloneDXCard(self)
        return CycloneDXCard.Version.allCases.map { CardFile(name: $0.file, bytes: bill.json($0)) }
      },
      { [CardFile(name: SPDXCard.file, bytes: SPDXCard.json(self))] },
    ]
  }
}
