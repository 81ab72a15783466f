import CorpusFiltering
import Diagnostics
import SafetyCore
import SafetyDetectors
import SafetyPolicy
import TextViews

/// The detectors this build offers, in the order they run.
package struct DetectorCatalog: Sendable {
  package static let descriptors = [
    GopherQuality.descriptor, GopherRepetition.descriptor, C4Quality.descriptor,
    FineWebQuality.descriptor, LexiconDetector.descriptor, ObfuscationDetector.descriptor,
    DuplicateDetector.descriptor,
  ]

  package init() {}

  /// Makes a policy's detectors, in the order of its rule table.
  package func detectors(
    for policy: CorpusPolicy
  ) throws -> [any Detector<AnalyzedText>] {
    try policy.detectors.map { configured in
      switch configured.descriptor.name {
      case GopherQuality.descriptor.name: GopherQuality.detector(configured.settings)
      case GopherRepetition.descriptor.name: GopherRepetition.detector
      case C4Quality.descriptor.name: C4Quality.detector(configured.settings)
      case FineWebQuality.descriptor.name: FineWebQuality.detector
      case LexiconDetector.descriptor.name:
        LexiconDetector(
          settings: configured.settings,
          lexicons: try LexiconFiles.read(for: configured.settings)
        )
      case ObfuscationDetector.descriptor.name: ObfuscationDetector(settings: configured.settings)
      case DuplicateDetector.descriptor.name: DuplicateDetector(settings: configured.settings)
      default:
        throw Diagnostic(
          "runtime/no-detector",
          "no detector is called `\(configured.descriptor.name)`"
        )
      }
    }
  }
}
