/// Whom texts that are kept are about.
package enum TextSubject: Sendable, Hashable {
  /// A person or a run that somebody named, and may have had erased.
  case named(String)
  /// A request, by the id that it was just given: nobody can have erased it.
  case fresh(String)

  var name: String {
    switch self {
    case .named(let name), .fresh(let name): name
    }
  }
}
