/// The names of what a signed release adds to a model's folder.
package enum ReleaseFiles {
  /// The signed verdict with its proofs.
  package static let verdict = "release.verdict.json"
  /// The verdict in one line, signed.
  package static let summary = "release.summary.json"
  /// Standards, claims and evidence in CycloneDX.
  package static let declarations = "release.cdx.json"
  /// The signature over all files of the folder.
  package static let signature = "model.sig"
}
