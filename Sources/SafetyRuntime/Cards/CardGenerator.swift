import AuditLog
import Diagnostics
import Glibc
import ModelCards
import SafetyCore

/// Makes all files of a card.
package struct CardGenerator {
  /// A file by its name within the output folder.
  package struct File: Sendable {
    package var name: String
    package var bytes: [UInt8]
  }

  package private(set) var files: [File] = []
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
    var settings = try request.folder.settings()
    if let kind = request.kind { settings.kind = kind }
    let sections = try request.folder.sections(settings.kind)
    notes = request.folder.strangers(settings.kind)
    bundle = try CardEvidence(request: request, settings: settings, sections: sections)
      .bundle(clock: clock)
    document = CardDocument(
      source: try CardSource(bundle, file: request.audit),
      sections: sections
    )
    let templates = try CardTemplates(folder: request.templates)
    let kind = settings.kind.rawValue
    try addCard(templates.template("\(kind)-card.md"))
    add("\(kind)-card.html", try document.page(templates.template("\(kind)-card.html")))
    files.append(File(name: "card.evidence.json", bytes: bundle.value.canonicalJSON + [0x0A]))
    for plot in document.plots { add("plots/\(plot.name).svg", plot.svg) }
    if settings.kind == .model { try addFormats(templates) }
  }

  private mutating func addCard(_ template: CardTemplate) throws {
    let file = "\(request.out)/README.md"
    var text = try document.markdown(template)
    if !request.isFresh, access(file, F_OK) == 0 {
      let update = try CardUpdate(old: CardFolder.text(file), new: text, file: file)
      notes += update.notes
      text = update.text
    }
    add("README.md", text)
  }

  private mutating func addFormats(_ templates: CardTemplates) throws {
    for file in HubEvaluationResults.files(document.source) {
      add(".eval_results/\(file.name)", file.text)
    }
    files.append(File(name: "model-card.mct.json", bytes: ToolkitCard.json(document)))
    let bill = CycloneDXCard(document)
    let bills = CycloneDXCard.Version.allCases.map {
      File(name: "model-card.cdx-\($0.rawValue).json", bytes: bill.json($0))
    }
    // They differ in the number of their version alone, so that what holds for one holds for all.
    let problems = try bills.first.map { try BillCheck.cycloneDX($0.bytes, file: $0.name) } ?? []
    guard problems.isEmpty else { throw Diagnostics(problems) }
    files += bills
    let bytes = SPDXCard.json(document)
    notes += try BillCheck.spdx(bytes, file: "model-card.spdx.json").map {
      "model-card.spdx.json: \($0.message)"
    }
    files.append(File(name: "model-card.spdx.json", bytes: bytes))
    add("gpai-form.md", try document.form(templates.template("gpai-form.md")))
  }

  private mutating func add(_ name: String, _ text: String) {
    files.append(File(name: name, bytes: Array(text.utf8)))
  }

  /// Writes every file; one that holds its bytes already is left alone.
  ///
  /// - Throws: `audit/cannot-write`.
  package func write() throws {
    for file in files { try CardOutput(request.out).write(file.name, file.bytes) }
  }
}
