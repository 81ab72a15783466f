import SafetyCore

/// The port behind which the served model stands: the engine of this package or a server elsewhere.
package protocol ServedModel: Sendable {
  /// The model that is meant where a request names none; nil where requests must name it.
  var usual: String? { get }
  /// Whether tools and fields that this server does not know mean something to the model.
  var takesEverything: Bool { get }

  /// The names that requests may bear.
  func names() async throws -> [String]

  /// Whether the model can answer now.
  ///
  /// - Throws: Why it cannot.
  func check() async throws

  /// A generator that answers one request; what it is asked is the guard's version of the request.
  func generator(for request: ModelRequest) -> any TextGenerator
}
