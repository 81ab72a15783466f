/// Windows that wait to be scored, of one text or of many; kept and filled again.
package struct WindowQueue {
  /// One window: whose it is, its bytes there and its ids here.
  package struct Window: Sendable, Hashable {
    package let text: Int
    package let bytes: Range<Int>
    package let ids: Range<Int>
  }

  /// In the order in which they came.
  package private(set) var windows: [Window] = []
  /// Of all windows, without special tokens.
  package private(set) var ids: [Int32] = []

  package init() {}

  /// Adds a window behind those that wait.
  package mutating func append(text: Int, bytes: Range<Int>, ids: some Collection<Int32>) {
    let start = self.ids.count
    self.ids.append(contentsOf: ids)
    windows.append(Window(text: text, bytes: bytes, ids: start..<self.ids.count))
  }

  /// Forgets the windows and keeps their memory.
  mutating func removeAll() {
    windows.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
  }
}
