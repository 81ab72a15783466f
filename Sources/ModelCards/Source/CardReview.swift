import SafetyCore

/// What a card needs to know of a section that a person wrote, beside its text.
package struct CardReview: Sendable, Hashable {
  /// The name of the file without its ending, such as `limitations`.
  package var id: String
  /// Of the text.
  package var sha256: Digest
  package var reviewedBy: String?
  package var reviewedOn: String?
  /// Of the model that was reviewed; the review is stale for any other.
  package var modelSHA256: Digest?
  /// Why the section does not apply; nil where it does.
  package var notApplicable: String?
  /// Whether anything was written.
  package var isEmpty: Bool

  var value: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "id": .string(id), "sha256": .string(sha256.hex), "empty": .boolean(isEmpty),
    ]
    members["reviewed_by"] = reviewedBy.map { .string($0) }
    members["reviewed_on"] = reviewedOn.map { .string($0) }
    members["model_sha256"] = modelSHA256.map { .string($0.hex) }
    members["not_applicable"] = notApplicable.map { .string($0) }
    return .object(members)
  }

  init(reading members: EventMembers) throws {
    id = try members.string("id")
    sha256 = try members.digest("sha256")
    reviewedBy = try members.optionalString("reviewed_by")
    reviewedOn = try members.optionalString("reviewed_on")
    modelSHA256 = try members.optionalDigest("model_sha256")
    notApplicable = try members.optionalString("not_applicable")
    isEmpty = try members.boolean("empty")
  }

  init(id: String, sha256: Digest, isEmpty: Bool) {
    self.id = id
    self.sha256 = sha256
    self.isEmpty = isEmpty
  }

  /// Whether somebody wrote it and nobody has said that it was reviewed.
  package var isUnreviewed: Bool {
    notApplicable == nil && !isEmpty && (reviewedBy == nil || reviewedOn == nil)
  }

  /// What keeps the section from being relied on; nil where nothing does.
  package func problem(for models: [Digest]) -> String? {
    if notApplicable != nil { return nil }
    if isEmpty { return "not written yet" }
    guard !isUnreviewed else { return "not reviewed" }
    guard let modelSHA256, !models.isEmpty, !models.contains(modelSHA256) else { return nil }
    return "reviewed for another model"
  }
}
