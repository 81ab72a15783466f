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
