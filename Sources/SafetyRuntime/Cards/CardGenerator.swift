import AuditLog
import Diagnostics
import Glibc
import ModelCards
import SafetyCore

/// Makes all files of a card.
package struct CardGenerator {
  package private(set) var files: [CardFile] = []
  /// What a person should know.
  package private(set) var notes: [String] = []
  package private(set) var document: CardDocument
  package private(set) var bundle: EvidenceBundle
  private let request: CardRequest

  /// Reads everything and makes the files; nothing but the log is written.
  ///
  /// - Throws: Diagnostics of every file that is read; `card/edited-block`.
  package init(_ request: CardRequest, clock: @escaping @Sendable () -> String) throws {
    self.request = request
    (document, bundle) = try Self.read(request, clock: clock)
    let kind = document.source.settings.kind
    notes = request.folder.strangers(kind) + unmeasured
    let templates = try CardTemplates(folder: request.templates)
    let card = try addCard(templates.template("\(kind.rawValue)-card.md"))
    try addRest(templates)
    try addEvidence(of: card, files.filter { $0.name != Self.card })
  }

  /// A card before it is laid out, for whoever asks what it holds and wants none of its files.
  ///
  /// - Throws: Diagnostics of every file that is read.
  package static func document(
    _ request: CardRequest,
    clock: @escaping @Sendable () -> String
  ) throws -> CardDocument {
    try read(request, clock: clock).document
  }

  private static func read(
    _ request: CardRequest,
    clock: @escaping @Sendable () -> String
  ) throws -> (document: CardDocument, bundle: EvidenceBundle) {
    var settings = try request.folder.settings()
    if let kind = request.kind { settings.kind = kind }
    let sections = try request.folder.sections(settings.kind)
    let evidence = CardEvidence(request: request, settings: settings, sections: sections)
    let (bundle, source) = try evidence.read(clock: clock)
    return (CardDocument(source: source, sections: sections), bundle)
  }

  /// Models whose files were read and of which no figure bears the name.
  private var unmeasured: [String] {
    let measured = Set(document.source.metrics.map(\.body.subject.model))
    guard !measured.isEmpty else { return [] }
    let names = measured.sorted().prefix(4).map { "`\($0)`" }.joined(separator: ", ")
    return request.models.map(\.name).filter { !measured.contains($0) }.map {
      "no figure is of `\($0)`, and figures are of \(names): name the model so by --model NAME=PATH"
    }
  }

  private static let card = "README.md"

  private mutating func addCard(_ template: CardTemplate) throws -> String {
    let file = "\(request.out)/\(Self.card)"
    var text = try document.markdown(template)
    if !request.isFresh, access(file, F_OK) == 0 {
      let update = try CardUpdate(old: CardFolder.text(file), new: text, file: file)
      notes += update.notes
      text = update.text
    }
    files.append(CardFile(Self.card, text))
    return text
  }

  /// All files but the card itself and the evidence, made on all cores.
  private mutating func addRest(_ templates: CardTemplates) throws {
    let document = document
    let kind = document.source.settings.kind
    let page = try templates.template("\(kind.rawValue)-card.html")
    var makers: [@Sendable () throws -> MadeFiles] = [
      { MadeFiles([CardFile(CardFile.page(kind), try document.page(page))]) },
      { MadeFiles(document.evidenceFiles) },
    ]
    makers += document.formMakers.map { make in { try MadeFiles(checking: make()) } }
    if kind == .model {
      let form = try templates.template(CardFile.practiceForm)
      makers.append { MadeFiles([CardFile(CardFile.practiceForm, document.form(form))]) }
    }
    for part in try MadeFiles.all(makers) {
      files += part.files
      notes += part.notes
    }
  }

  /// A manifest of all that was made, where there is a key to sign one, or one signed it before.
  private func manifest(of card: String, _ others: [CardFile]) throws -> SignedNote? {
    let signed = bundle.cardManifest
    guard request.signer != nil || signed != nil else { return nil }
    let text = try CardManifest(card: card, files: others, bundle: bundle).text
    if let signer = request.signer { return try SignedNote(text: text).signed(by: signer) }
    // One of another layout, or of other texts of people, is not of what was made now.
    return signed?.text == text ? signed : nil
  }

  /// The evidence comes last, because it quotes the digests of all else.
  private mutating func addEvidence(of card: String, _ others: [CardFile]) throws {
    bundle.cardManifest = try manifest(of: card, others)
    files.append(
      CardFile(name: CardRemains.evidence, bytes: bundle.value.canonicalJSON + [0x0A])
    )
  }

  /// What an earlier card left in the folder.
  package var remains: CardRemains { CardRemains(in: request.out, beside: files) }

  /// Writes every file, but for one that holds its bytes already, and removes what is stale.
  ///
  /// - Throws: `audit/cannot-write`.
  package func write(over remains: CardRemains) throws {
    // While the earlier evidence is there, a run that was cut short can be told what is stale.
    try remains.removeStale()
    for file in files { try CardOutput(request.out).write(file.name, file.bytes) }
  }
}
