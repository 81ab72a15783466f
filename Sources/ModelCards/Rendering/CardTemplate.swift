import Diagnostics
import Mustache

/// A layout of a card that a person may edit: variables and sections, and no code.
package struct CardTemplate: Sendable {
  private let template: MustacheTemplate

  /// Reads a template.
  ///
  /// - Throws: `card/template` with the parser's reason.
  package init(parsing text: String, file: String) throws {
    guard text.utf8.count <= 1 << 20 else {
      throw Diagnostic("card/template", "the template is over 1 MiB", at: .init(file: file))
    }
    do {
      template = try MustacheTemplate(string: text)
    } catch {
      throw Diagnostic(
        "card/template",
        "the template cannot be read: \(error)",
        at: .init(file: file)
      )
    }
  }

  /// Fills the template in; values are inserted as they are by three braces.
  func render(_ values: [String: String], _ groups: [String: [String: String]]) -> String {
    var context: [String: Any] = values
    for (name, group) in groups { context[name] = group }
    return template.render(context)
  }
}
