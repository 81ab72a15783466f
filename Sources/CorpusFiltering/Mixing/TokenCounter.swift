/// One worker's counter.
package protocol TokenCounter: AnyObject {
  /// Counts the tokens of a UTF-8 text, without special ones around it.
  func count(_ text: UnsafeRawBufferPointer) -> Int
}
