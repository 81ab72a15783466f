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
      switch configured.descriptor.name {
      case URLBlocklistDetector.descriptor.name:
        URLBlocklistDetector(
          settings: configured.settings,
          lists: try BlocklistFiles.read(for: configured.settings)
        )
      case LanguageDetector.descriptor.name: try LanguageDetector(settings: configured.settings)
      case GopherQuality.descriptor.name: GopherQuality.detector(configured.settings)
      case GopherRepetition.descriptor.name: GopherRepetition.detector
      case C4Quality.descriptor.name: C4Quality.detector(configured.settings)
      case FineWebQuality.descriptor.name: FineWebQuality.detector
      case DolmaGopher.descriptor.name: DolmaGopher()
      case LexiconDetector.descriptor.name:
        LexiconDetector(
          settings: configured.settings,
          lexicons: try LexiconFiles.read(for: configured.settings)
        )
      case LinearDetector.descriptor.name:
        try LinearDetector(
          settings: configured.settings,
          model: try LinearModelFiles.read(for: configured.settings)
        )
      case CascadeDetector.descriptor.name:
        try CascadeDetector(
          settings: configured.settings,
          stages: try CascadeFiles.stages(for: configured.settings)
        )
      case ObfuscationDetector.descriptor.name: ObfuscationDetector(settings: configured.settings)
      case PersonalDataDetector.descriptor.name:
        PersonalDataDetector(settings: configured.settings)
      case SecretsDetector.descriptor.name: SecretsDetector(settings: configured.settings)
      case NearDuplicateDetector.descriptor.name:
        NearDuplicateDetector(settings: configured.settings)
      case DuplicateDetector.descriptor.name: DuplicateDetector(settings: configured.settings)
      case ContaminationDetector.descriptor.name:
        ContaminationDetector(
          index: try ContaminationFiles(configured.settings).index(loading: loading)
        )
      case IdentityTerms.detectorName: try IdentityTerms.detector(configured.settings)
      default:
        throw Diagnostic(
          "runtime/no-detector",
          "no detector is called `\(configured.descriptor.name)`"
        )
      }
    }
  }
}
