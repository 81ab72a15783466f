import SafetyCore
import StrictJSON

/// The person for whom an application speaks, as `safety_identifier` or `user` of a body say.
struct NamedPerson: Sendable {
  static let fields: Set<String> = ["safety_identifier", "user"]

  private let field: String
  private let id: String

  /// Nil where the body names nobody.
  ///
  /// - Throws: A `Diagnostic` where a field is no text.
  init?(_ fields: JSONFields) throws {
    if let id = try fields.string("safety_identifier") {
      (field, self.id) = ("safety_identifier", id)
    } else if let id = try fields.string("user") {
      (field, self.id) = ("user", id)
    } else {
      return nil
    }
  }

  /// The id under which the log keeps texts about the person.
  ///
  /// - Throws: A `ServeFailure` where the id is none that the log may hold, such as an address.
  var subject: String {
    get throws(ServeFailure) {
      guard SealedContent.isID(id) else {
        throw .invalid(
          "`\(field)` must be a random id of 1 to 128 letters, digits, `-`, `_`, `.` or `:` here, "
            + "since texts are kept under it",
          code: "invalid_subject",
          field
        )
      }
      return id
    }
  }
}
