import Diagnostics
import SafetyCore
import StrictJSON

/// A moderation endpoint of OpenAI's shape: a score for each of its categories.
package struct ModerationJudge: PassageJudge {
  /// The categories that the interface names.
  static let categories = [
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit",
    "illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions", "sexual",
    "sexual/minors", "violence", "violence/graphic",
  ]

  /// Scalars of a passage that are sent, its end; earlier ones were sent before.
  private static let mostScalars = 32_768
  /// Bytes of an answer that are read.
  static let mostBytes = 1 << 20

  package let labels: [String]
  package let digest: Digest
  private let endpoint: any ModerationEndpoint
  private let model: String?

  /// - Parameters:
  ///   - endpoint: What answers.
  ///   - url: Where, for the digest: another endpoint is another judge.
  ///   - model: The name that the endpoint knows; its own choice without one.
  ///   - only: The categories that are asked for; an endpoint that leaves one out has failed.
  init(_ endpoint: any ModerationEndpoint, url: String, model: String?, only: [String]) {
    self.endpoint = endpoint
    self.model = model
    labels = only.isEmpty ? Self.categories : only
    digest = Digest.sha256("\(url)\n\(model ?? "")".utf8)
  }

  package func scores(of passage: JudgedPassage) async throws -> [Double] {
    let whole = passage.answer ?? passage.question
    let text = String(whole.unicodeScalars.suffix(Self.mostScalars))
    var request: [String: JSONValue] = ["input": .string(text)]
    request["model"] = model.map { .string($0) }
    return try Self.scores(in: try await endpoint.moderate(.object(request)), of: labels)
  }

  /// Reads an answer.
  ///
  /// - Throws: `moderation/wrong-answer` where it is no answer, or lacks a category.
  package static func scores(in answer: JSONValue, of labels: [String]) throws -> [Double] {
    let name = "the moderation endpoint's answer"
    let fields = try JSONFields(answer, file: name, code: "moderation/wrong-answer")
    guard let result = try fields.objects("results")?.first,
      let scores = try result.object("category_scores")
    else { throw fields.problem("results", "holds no scores") }
    return try labels.map { try scores.required($0, try scores.number($0, 0...1)) }
  }
}
