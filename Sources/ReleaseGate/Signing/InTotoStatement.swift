import Diagnostics
import SafetyCore

/// An in-toto statement 1.0 about one thing.
package struct InTotoStatement: Sendable, Hashable {
  static let type = "https://in-toto.io/Statement/v1"

  package var subjectName: String
  package var subjectSHA256: Digest
  package var predicateType: String
  package var predicate: [String: CanonicalValue]

  init(
    subjectName: String,
    subjectSHA256: Digest,
    predicateType: String,
    predicate: [String: CanonicalValue]
  ) {
    self.subjectName = subjectName
    self.subjectSHA256 = subjectSHA256
    self.predicateType = predicateType
    self.predicate = predicate
  }

  package var value: CanonicalValue {
    [
      "_type": .string(Self.type),
      "subject": [
        ["name": .string(subjectName), "digest": ["sha256": .string(subjectSHA256.hex)]]
      ],
      "predicateType": .string(predicateType), "predicate": .object(predicate),
    ]
  }

  /// Reads the payload of an envelope, whose predicate must be of the type given.
  ///
  /// - Throws: `release/not-a-statement`, or a `json/…` or `event/…` diagnostic.
  package init(parsing bytes: [UInt8], predicateType: String, file: String) throws {
    let value = try CanonicalValue(parsing: bytes, file: file, maximumDepth: 24)
    let members = try EventMembers(value, name: file)
    guard try members.string("_type") == Self.type else {
      throw members.problem("release/not-a-statement", "`_type` is not `\(Self.type)`")
    }
    let found = try members.string("predicateType")
    guard found == predicateType else {
      throw members.problem(
        "release/not-a-statement",
        "`predicateType` is `\(found.prefix(80))`, not `\(predicateType)`"
      )
    }
    let subjects = try members.objects("subject")
    guard subjects.count == 1, let subject = subjects.first else {
      throw members.problem("release/not-a-statement", "it has \(subjects.count) subjects, not one")
    }
    self.init(
      subjectName: try subject.string("name"),
      subjectSHA256: try subject.object("digest").digest("sha256"),
      predicateType: found,
      predicate: try members.dictionary("predicate")
    )
  }
}
