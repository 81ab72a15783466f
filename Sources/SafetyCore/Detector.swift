/// A source of measurements about a text: heuristics, lexicons, classifiers, personal data.
///
/// A detector measures and never decides; thresholds and actions live in the policy. It is shared
/// by all workers, and each worker asks it once for an inspector of its own.
package protocol Detector<Subject>: Sendable {
  /// What is inspected, in this package a text analysed once for all detectors.
  associatedtype Subject

  var descriptor: DetectorDescriptor { get }

  /// Makes the mutable half: scratch memory of one worker, reused for every document.
  func makeInspector() throws -> any Inspector<Subject>
}
