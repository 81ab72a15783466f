import AuditLog
import CorpusFiltering

/// What a person asked `mix` to do, with the recipe read and the inputs not yet looked for.
package struct MixtureRequest {
  package var recipe: MixtureRecipe
  /// As it was typed.
  package var recipePath: String
  package var output: String
  /// The audit log, `audit.sqlite` among the results where nil.
  package var audit: String?
  package var workers = 2
  package var overwrites = false
  package var resumes = false
  package var isDryRun = false
  /// Signs the audit log's checkpoints.
  package var auditSigner: NoteSigner?
  package var version: String
  package var clock: @Sendable () -> String

  /// Reads the recipe.
  ///
  /// - Throws: `runtime/unreadable`, and every mistake in the recipe.
  package init(
    recipe path: String,
    output: String,
    version: String,
    clock: @escaping @Sendable () -> String
  ) throws {
    var parser = MixtureRecipeParser(file: path)
    recipe = try parser.parse(try InputFile.text(path))
    recipePath = path
    self.output = output
    self.version = version
    self.clock = clock
  }

  package var auditPath: String { audit ?? output + "/audit.sqlite" }

  /// A path of the recipe as this process finds it: relative ones begin at the recipe's folder.
  func resolved(_ path: String) -> String {
    guard !path.hasPrefix("/"), let slash = recipePath.lastIndex(of: "/") else { return path }
    return String(recipePath[...slash]) + path
  }
}
