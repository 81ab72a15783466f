import AuditLog
import Diagnostics
import Glibc
import ModelCards

/// The layouts of cards: those that come with the program, or a person's own.
package struct CardTemplates: Sendable {
  private let folder: String

  /// Looks for the templates.
  ///
  /// - Parameter folder: A person's templates; nil for the shipped ones.
  /// - Throws: `runtime/no-policies` where the shipped ones are not found.
  init(folder: String?) throws {
    self.folder = try folder ?? PolicyFolder.neighbour("reports/templates")
  }

  /// Reads a template, such as `model-card.md`; one that the person's folder lacks is the shipped one.
  ///
  /// - Throws: `card/template`, `card/no-template`.
  package func template(_ name: String) throws -> CardTemplate {
    let shipped = try PolicyFolder.neighbour("reports/templates")
    let candidates = [folder, shipped].map { "\($0)/\(name).mustache" }
    guard let file = candidates.first(where: { access($0, R_OK) == 0 }) else {
      throw Diagnostic(
        "card/no-template",
        "the template `\(name).mustache` was not found",
        at: .init(file: folder),
        hint: "set GEMMA_SAFETY_HOME to the folder that holds `reports/`"
      )
    }
    return try CardTemplate(parsing: CardFolder.text(file), file: file)
  }
}
