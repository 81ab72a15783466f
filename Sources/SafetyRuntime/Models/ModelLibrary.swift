import Diagnostics
import Glibc

/// The models that come with the program, and those that a person has in a folder or a file.
package enum ModelLibrary {
  /// What is used where nobody names a model.
  static let standard = "gemma-demo"

  /// The folder of the shipped models.
  static func folder() throws -> String { try PolicyFolder.neighbour("models") }

  /// Where a model stands.
  ///
  /// - Parameter name: A folder, a file, or the name of a shipped model; nil for the shipped default.
  /// - Returns: A path that exists.
  /// - Throws: `model/unknown`.
  package static func path(of name: String?) throws -> String {
    let name = name ?? standard
    if access(name, F_OK) == 0 { return name }
    if !name.contains("/") {
      let shipped = "\(try folder())/\(name)"
      if access(shipped, F_OK) == 0 { return shipped }
    }
    throw Diagnostic(
      "model/unknown",
      "there is no model `\(name)`",
      hint: "name a folder with `config.json`, a .gguf file, or `\(standard)`"
    )
  }
}
