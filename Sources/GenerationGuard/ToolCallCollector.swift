import SafetyCore

/// Puts the calls of an answer together, which arrive bit by bit and interleaved.
struct ToolCallCollector {
  /// Calls of one answer; more are no answer.
  private static let mostCalls = 128

  private let mostBytes: Int
  private(set) var calls: [ToolCall] = []
  /// The place in `calls` by the generator's index.
  private var places: [Int: Int] = [:]

  /// - Parameter mostBytes: Of the arguments of one call.
  init(mostBytes: Int) { self.mostBytes = mostBytes }

  var isEmpty: Bool { calls.isEmpty }

  /// Adds a piece; gives back what is wrong with it.
  mutating func add(_ piece: ToolCallPiece) -> String? {
    let place: Int
    if let known = places[piece.index] {
      place = known
    } else {
      guard calls.count < Self.mostCalls else {
        return "the answer calls more than \(Self.mostCalls) tools"
      }
      place = calls.count
      places[piece.index] = place
      calls.append(ToolCall(id: "", name: "", arguments: ""))
    }
    if let id = piece.id, calls[place].id.isEmpty { calls[place].id = id }
    if let name = piece.name, calls[place].name.isEmpty { calls[place].name = name }
    calls[place].arguments += piece.arguments
    let bytes = calls[place].arguments.utf8.count + calls[place].name.utf8.count
    return bytes <= mostBytes ? nil : "a call of a tool has more than \(mostBytes) bytes"
  }

  /// Gives an id of its own to each call that came without one, as results name it.
  ///
  /// - Parameter answer: The answer's id, so that ids of several turns are told apart.
  mutating func addIDs(_ answer: String) {
    for place in calls.indices where calls[place].id.isEmpty {
      calls[place].id = "call_\(answer)_\(place)"
    }
  }

  mutating func removeAll() {
    calls = []
    places = [:]
  }
}
