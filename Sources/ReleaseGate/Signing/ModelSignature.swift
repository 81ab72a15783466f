import Diagnostics
import SafetyCore

/// What a model's signature says: every file with its digest (OpenSSF model signing 1.0).
package struct ModelSignature: Sendable, Hashable {
  static let predicateType = "https://model_signing/signature/v1.0"

  package struct File: Sendable, Hashable {
    /// Relative to the model's folder.
    package var path: String
    package var sha256: Digest

    package init(path: String, sha256: Digest) {
      self.path = path
      self.sha256 = sha256
    }
  }

  /// The name of the model's folder.
  package var model: String
  /// In the order in which they are hashed.
  package var files: [File]
  /// Paths that are left out, each with all that is under it.
  package var ignored: [String]

  package init(model: String, files: [File], ignored: [String]) {
    self.model = model
    self.files = files
    self.ignored = ignored
  }

  /// SHA-256 over the files' digests in their order.
  package var root: Digest { Digest.sha256(files.flatMap(\.sha256.bytes)) }

  package var statement: InTotoStatement {
    InTotoStatement(
      subjectName: model,
      subjectSHA256: root,
      predicateType: Self.predicateType,
      predicate: [
        "serialization": [
          "method": "files", "hash_type": "sha256", "allow_symlinks": true,
          "ignore_paths": .array(ignored.map { .string($0) }),
        ],
        "resources": .array(
          files.map {
            [
              "name": .string($0.path), "algorithm": "sha256", "digest": .string($0.sha256.hex),
            ]
          }
        ),
      ]
    )
  }

  /// Reads the statement of a signature whose key was checked before.
  ///
  /// - Throws: `release/not-a-signature` for another way to hash, or files that do not add up.
  package init(parsing payload: [UInt8], file: String) throws {
    let statement = try InTotoStatement(
      parsing: payload,
      predicateType: Self.predicateType,
      file: file
    )
    let members = try EventMembers(.object(statement.predicate), name: file)
    let serialization = try members.object("serialization")
    guard try serialization.string("method") == "files",
      try serialization.string("hash_type") == "sha256"
    else {
      throw members.problem("release/not-a-signature", "files are not hashed whole by SHA-256")
    }
    let ignored = try serialization.optionalTexts("ignore_paths") ?? []
    let files = try members.objects("resources").map {
      File(path: try $0.string("name"), sha256: try $0.digest("digest"))
    }
    self.init(model: statement.subjectName, files: files, ignored: ignored)
    guard root == statement.subjectSHA256 else {
      throw members.problem("release/not-a-signature", "the files do not add up to the subject")
    }
  }

  /// How a folder differs from what was signed, each file by its name; empty where it does not.
  package func differences(from found: [File]) -> [String] {
    let signed = Dictionary(files.map { ($0.path, $0.sha256) }, uniquingKeysWith: { $1 })
    let there = Dictionary(found.map { ($0.path, $0.sha256) }, uniquingKeysWith: { $1 })
    return Set(signed.keys).union(there.keys).sorted().compactMap { path in
      switch (signed[path], there[path]) {
      case (_?, nil): "`\(path)` is missing"
      case (nil, _?): "`\(path)` was not signed"
      case (let old?, let new?): old == new ? nil : "`\(path)` was changed"
      default: nil
      }
    }
  }
}
