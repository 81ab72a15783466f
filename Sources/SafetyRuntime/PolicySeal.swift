import CorpusFiltering
import Diagnostics
import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// Binds a policy to the lists it names, so that its digest changes with any byte of them.
package enum PolicySeal {
  /// Adds a person's lexicons, the bias audit and the digests of all lists and models to a policy.
  ///
  /// - Parameters:
  ///   - policy: A policy as it was parsed.
  ///   - lexicons: Lexicon files that the policy does not name.
  ///   - auditSample: The share of documents that the cascade audits, in place of the policy's.
  ///   - data: The folder of the benchmarks that `contamination` looks for, in place of the policy's.
  /// - Returns: The policy under its final digest.
  /// - Throws: `filter/no-lexicon-detector`, `filter/no-cascade`, `filter/no-contamination`; what
  ///   reading the files throws.
  package static func seal(
    _ policy: CorpusPolicy,
    lexicons: [String],
    auditSample: Double? = nil,
    data: String? = nil
  ) throws -> CorpusPolicy {
    var detectors = policy.detectors
    try sample(auditSample, &detectors)
    try look(in: data, &detectors)
    try add(lexicons, &detectors)
    var rules = policy.rules
    for index in detectors.indices {
      guard let digest = try digest(of: detectors[index]) else { continue }
      detectors[index].settings.values["lists_sha256"] = .string(digest.hex)
    }
    if let bias = policy.bias {
      let audit = try IdentityTerms.configured(for: bias)
      detectors.append(audit)
      rules += audit.descriptor.rules.map { _ in nil }
    }
    return CorpusPolicy(
      name: policy.name,
      summary: policy.summary,
      words: policy.words,
      detectors: detectors,
      rules: rules,
      limits: policy.limits,
      bias: policy.bias
    )
  }

  private static func sample(
    _ share: Double?,
    _ detectors: inout [ConfiguredDetector]
  ) throws {
    guard let share else { return }
    let cascade = detectors.firstIndex { $0.descriptor.name == CascadeDetector.descriptor.name }
    guard let cascade else {
      throw Diagnostic(
        "filter/no-cascade",
        "the policy does not turn the detector `\(CascadeDetector.descriptor.name)` on",
        hint: "an audit sample shows what its cheap stages miss"
      )
    }
    detectors[cascade].settings.values["audit_sample"] = .number(share)
  }

  private static func look(in data: String?, _ detectors: inout [ConfiguredDetector]) throws {
    guard let data else { return }
    let name = ContaminationDetector.descriptor.name
    guard let index = detectors.firstIndex(where: { $0.descriptor.name == name }) else {
      throw Diagnostic(
        "filter/no-contamination",
        "the policy does not turn the detector `\(name)` on",
        hint: "--data names the folder of the benchmarks that it looks for"
      )
    }
    detectors[index].settings.values["data"] = .string(data)
  }

  private static func add(_ lexicons: [String], _ detectors: inout [ConfiguredDetector]) throws {
    let lexicon = detectors.firstIndex { $0.descriptor.name == LexiconDetector.descriptor.name }
    if let lexicon {
      let own = detectors[lexicon].settings.strings("files") ?? []
      detectors[lexicon].settings.values["files"] = .strings(own + lexicons)
    } else if !lexicons.isEmpty {
      throw Diagnostic(
        "filter/no-lexicon-detector",
        "the policy does not turn the detector `lexicon` on",
        hint: "add `lexicon:` with rules to the policy's detectors"
      )
    }
  }

  /// Over the digests of a detector's files in their order; nil for one without files.
  private static func digest(of configured: ConfiguredDetector) throws -> Digest? {
    let files: [String]
    switch configured.descriptor.name {
    case LexiconDetector.descriptor.name:
      files = try LexiconFiles.files(for: configured.settings).map(\.path)
    case URLBlocklistDetector.descriptor.name:
      files = try BlocklistFiles.files(for: configured.settings).flatMap { $0 }
    case LinearDetector.descriptor.name:
      files = try LinearModelFiles.files(for: configured.settings)
    case CascadeDetector.descriptor.name:
      return try CascadeFiles.digest(for: configured.settings)
    case ContaminationDetector.descriptor.name:
      return try ContaminationFiles(configured.settings).digest()
    default: return nil
    }
    var hasher = Hasher256()
    for file in files { hasher.update(Array(try InputFile.digest(file).sha256.bytes)) }
    return hasher.finalize()
  }
}
