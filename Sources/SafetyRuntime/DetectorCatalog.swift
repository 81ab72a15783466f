import CorpusFiltering
import Diagnostics
import SafetyCore
import SafetyDetectors
import SafetyPolicy
import TextViews

/// The detectors this build offers, in the order they run.
package struct DetectorCatalog: Sendable {
  package static let descriptors = [
    URLBlocklistDetector.descriptor, LanguageDetector.descriptor,
    GopherQuality.descriptor, GopherRepetition.descriptor, C4Quality.descriptor,
    FineWebQuality.descriptor, DolmaGopher.descriptor, LexiconDetector.descriptor,
    LinearDetector.descriptor, CascadeDetector.descriptor, ObfuscationDetector.descriptor,
    PersonalDataDetector.descriptor,
    SecretsDetector.descriptor, DuplicateDetector.descriptor,
    NearDuplicateDetector.descriptor, ContaminationDetector.descriptor,
  ]

  /// Is told which part of what takes long to read is there, and what is read next.
  private let loading: @Sendable (Double, String) throws -> Void

  /// - Parameter loading: Called from any thread with a part from 0 to 1 and a name; what it throws
  ///   stops the reading.
  package init(loading: @escaping @Sendable (Double, String) throws -> Void = { _, _ in }) {
    self.loading = loading
  }

  /// Makes a policy's detectors, in the order of its rule table.
  package func detectors(
    for policy: CorpusPolicy
  ) throws -> [any Detector<AnalyzedText>] {
    try policy.detectors.map { configured in
      let (name, settings) = (configured.descriptor.name, configured.settings)
      let detector = try Self.withoutFiles(name, settings) ?? withFiles(name, settings)
      guard let detector else {
        throw Diagnostic("runtime/no-detector", "no detector is called `\(name)`")
      }
      return detector
    }
  }

  /// A detector that reads no files; nil where none is called so.
  private static func withoutFiles(
    _ name: String,
    _ settings: DetectorSettings
  ) throws -> (any Detector<AnalyzedText>)? {
    switch name {
    case LanguageDetector.descriptor.name: try LanguageDetector(settings: settings)
    case GopherQuality.descriptor.name: GopherQuality.detector(settings)
    case GopherRepetition.descriptor.name: GopherRepetition.detector
    case C4Quality.descriptor.name: C4Quality.detector(settings)
    case FineWebQuality.descriptor.name: FineWebQuality.detector
    case DolmaGopher.descriptor.name: DolmaGopher()
    case ObfuscationDetector.descriptor.name: ObfuscationDetector(settings: settings)
    case PersonalDataDetector.descriptor.name: PersonalDataDetector(settings: settings)
    case SecretsDetector.descriptor.name: SecretsDetector(settings: settings)
    case NearDuplicateDetector.descriptor.name: NearDuplicateDetector(settings: settings)
    case DuplicateDetector.descriptor.name: DuplicateDetector(settings: settings)
    default: nil
    }
  }

  /// A detector that reads lists, models or benchmarks; nil where none is called so.
  private func withFiles(
    _ name: String,
    _ settings: DetectorSettings
  ) throws -> (any Detector<AnalyzedText>)? {
    switch name {
    case URLBlocklistDetector.descriptor.name:
      URLBlocklistDetector(settings: settings, lists: try BlocklistFiles.read(for: settings))
    case LexiconDetector.descriptor.name:
      LexiconDetector(settings: settings, lexicons: try LexiconFiles.read(for: settings))
    case LinearDetector.descriptor.name:
      try LinearDetector(settings: settings, model: try LinearModelFiles.read(for: settings))
    case CascadeDetector.descriptor.name:
      try CascadeDetector(settings: settings, stages: try CascadeFiles.stages(for: settings))
    case ContaminationDetector.descriptor.name:
      ContaminationDetector(index: try ContaminationFiles(settings).index(loading: loading))
    case IdentityTerms.detectorName: try IdentityTerms.detector(settings)
    default: nil
    }
  }
}
