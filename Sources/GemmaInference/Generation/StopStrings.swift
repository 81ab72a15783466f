/// Looks for strings that end an answer in text that comes piece by piece.
///
/// What may be the beginning of such a string is held until it is known; no byte of one is let out.
package struct StopStrings: Sendable {
  private let stops: [[UInt8]]
  private let longest: Int
  private var held: [UInt8] = []
  /// Whether one was found; everything after it is dropped.
  package private(set) var isFound = false

  /// Takes the strings; empty ones are left out.
  package init(_ strings: [String]) {
    stops = strings.filter { !$0.isEmpty }.map { Array($0.utf8) }
    longest = stops.map(\.count).max() ?? 0
  }

  /// Takes the next piece and gives what can be let out, whole characters in, whole characters out.
  package mutating func receive(_ piece: String) -> String {
    guard !isFound else { return "" }
    guard !stops.isEmpty else { return piece }
    held += piece.utf8
    if let start = firstStop() {
      isFound = true
      held.removeLast(held.count - start)
      return release(held.count)
    }
    return release(held.count - heldBack())
  }

  /// Gives what was held when no more pieces come.
  package mutating func finish() -> String { isFound ? "" : release(held.count) }

  private mutating func release(_ count: Int) -> String {
    let text = String(decoding: held[..<count], as: UTF8.self)
    held.removeFirst(count)
    return text
  }

  /// Where the stop that begins first begins.
  private func firstStop() -> Int? {
    held.indices.first { start in stops.contains { held[start...].starts(with: $0) } }
  }

  /// The length of the longest end that a stop may begin with.
  private func heldBack() -> Int {
    let most = min(held.count, longest - 1)
    guard most > 0 else { return 0 }
    return (1...most).last { length in
      stops.contains { $0.count > length && $0.starts(with: held.suffix(length)) }
    } ?? 0
  }
}
