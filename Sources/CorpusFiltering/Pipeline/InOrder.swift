import Synchronization

/// Lets numbered elements through one at a time, in the order of their numbers.
///
/// Nobody waits for a turn: an element that comes early is left to whoever brings the one before it.
/// After a failure nothing passes any more.
package final class InOrder<Element: Sendable>: Sendable {
  private struct Line {
    var next = 0
    var isBusy = false
    var early: [Int: Element] = [:]

    mutating func take() -> Element? {
      guard !isBusy, let element = early.removeValue(forKey: next) else { return nil }
      isBusy = true
      return element
    }
  }

  private let line = Mutex(Line())

  package init() {}

  /// Brings an element, and calls `body` with it and those behind it whose turn has come.
  ///
  /// - Parameters:
  ///   - element: What comes to its place.
  ///   - number: Its place, counted from zero without gaps.
  ///   - body: Is called by one thread at a time.
  /// - Throws: What `body` throws.
  package func pass(_ element: Element, number: Int, _ body: (Element) throws -> Void) rethrows {
    var turn = line.withLock { line in
      line.early[number] = element
      return line.take()
    }
    while let element = turn {
      try body(element)
      turn = line.withLock { line in
        line.next += 1
        line.isBusy = false
        return line.take()
      }
    }
  }
}
