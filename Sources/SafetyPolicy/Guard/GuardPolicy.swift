import SafetyCore

/// A checked policy around a model's input and output.
package struct GuardPolicy: Sendable {
  package static let schema = "gemma-safety/policy/1"

  /// A list file's bytes by digest, so that a changed list is another policy.
  package struct ListDigest: Sendable, Hashable {
    package var name: String
    package var sha256: Digest

    package init(name: String, sha256: Digest) {
      self.name = name
      self.sha256 = sha256
    }
  }

  package var name: String
  /// Three numbers, as in semantic versioning.
  package var version: String
  package var owner = ""
  package var summary = ""
  package var effective: String?
  package var reviewBy: String?
  /// Names, with digests, of the policies that this one extends.
  package var bases: [String] = []
  package var models: [String] = []
  package var languages: [String] = []
  package var routes: [String] = []
  package var settings = GuardSettings()
  package var streaming = GuardStreaming()
  package var categories: [GuardCategory] = []
  package var detectors: [GuardDetector] = []
  package var rules: [GuardRule] = []
  package var templates: [GuardTemplate] = []
  package var exceptions: [GuardException] = []
  package var tests: [GuardTestCase] = []
  package var gates: [GuardGate] = []
  /// Set by whoever reads the list files and models.
  package var lists: [ListDigest] = []

  package init(name: String, version: String) {
    self.name = name
    self.version = version
  }

  /// SHA-256 of the canonical form; it takes a hash over the whole policy each time.
  package var digest: Digest { Digest.sha256(canonicalForm.canonicalJSON) }

  package func template(_ id: String?) -> GuardTemplate? {
    id.flatMap { id in templates.first { $0.id == id } }
  }

  /// The place of a detector, or nil where the policy has none of this id.
  package func detector(_ id: String) -> Int? { detectors.firstIndex { $0.id == id } }
}
