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

/// A detector at work in one worker; not safe to share between threads.
package protocol Inspector<Subject>: AnyObject {
  associatedtype Subject

  /// Measures every rule of the detector; a rule left unrecorded counts as unknown, never as clean.
  ///
  /// - Parameters:
  ///   - subject: The text; valid for the duration of the call only.
  ///   - inspection: Where values and spans go; rule indices are those of the descriptor.
  /// - Throws: When the text could not be inspected; the run stops.
  func inspect(_ subject: Subject, into inspection: inout Inspection) throws
}
