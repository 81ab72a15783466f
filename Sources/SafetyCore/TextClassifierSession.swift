/// A classifier at work in one worker; not safe to share between threads.
package protocol TextClassifierSession: AnyObject {
  /// Scores every window of each text.
  ///
  /// - Parameter texts: UTF-8 texts, valid for the duration of the call only. Texts are packed into
  ///   batches together, so that many short ones cost no more than one long one.
  /// - Returns: One classification a text, in the order of the texts. The result for a text does not
  ///   depend on its neighbours.
  /// - Throws: When a text could not be scored; there is no partial answer.
  func classify(_ texts: [UnsafeRawBufferPointer]) throws -> [TextClassification]
}
