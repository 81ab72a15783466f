import GenerationGuard
import SafetyCore
import StrictJSON

/// The events of a response: numbered, named, and each item put together from its beginning to its end.
struct ResponseEvents: AnswerEventWriter {
  private let writer: ResponseWriter
  private var choice = AnswerChoice()
  private var items: [ResponseItem] = []
  /// The number of the next event.
  private var number = 0

  init(_ writer: ResponseWriter) { self.writer = writer }

  mutating func begin() -> [UInt8] {
    let response = writer.response(.inProgress)
    return event("response.created", ["response": response])
      + event("response.in_progress", ["response": response])
  }

  mutating func take(_ piece: GuardedPiece, of _: Int) -> [UInt8] {
    choice.take(piece)
    switch piece {
    case .text(let text): return add(text, .text, to: .message)
    case .refusal(let words): return add(words, .refusal, to: .message)
    case .reasoning(let text): return add(text, .reasoning, to: .reasoning)
    case .toolCall(let call, _): return add(call)
    case .usage: return []
    case .finished: return finish()
    }
  }

  /// The last event is that which says how the response ended.
  mutating func end() -> [UInt8] { [] }

  mutating func fail(_ failure: ServeFailure) -> [UInt8] {
    let output = items.map { $0.value(status: ResponseWriter.Status.incomplete.rawValue) }
    let response = writer.response(.failed, output, failure: failure)
    return event(
      "error",
      [
        "code": failure.code.map { .string($0) } ?? .null, "message": .string(failure.message),
        "param": failure.parameter.map { .string($0) } ?? .null,
      ]
    ) + event("response.failed", ["response": response])
  }

  // MARK: Items

  private mutating func add(
    _ text: String,
    _ kind: ResponseItem.Part.Kind,
    to holder: ResponseItem.Kind
  ) -> [UInt8] {
    guard !text.isEmpty else { return [] }
    var out: [UInt8] = []
    let place = items.firstIndex { $0.kind == holder } ?? open(holder, &out)
    if items[place].parts.last?.kind != kind { out += open(kind, at: place) }
    let last = items[place].parts.count - 1
    items[place].parts[last].text += text
    return out + partEvent("\(Self.stem(kind)).delta", place, ["delta": .string(text)])
  }

  /// Opens an item and gives its place.
  private mutating func open(_ kind: ResponseItem.Kind, _ out: inout [UInt8]) -> Int {
    let place = items.count
    items.append(ResponseItem(kind, of: writer.id, at: place))
    let item = items[place].empty
    out += event("response.output_item.added", ["output_index": .integer(place), "item": item])
    return place
  }

  /// Opens a part of an item, after the end of the one before.
  private mutating func open(_ kind: ResponseItem.Part.Kind, at place: Int) -> [UInt8] {
    let out = closePart(of: place)
    items[place].parts.append(.init(kind: kind))
    let part = ResponseItem.Part(kind: kind).value
    return out + partEvent("response.content_part.added", place, ["part": part])
  }

  /// A call comes whole, because it had to be looked at.
  private mutating func add(_ call: ToolCall) -> [UInt8] {
    var out: [UInt8] = []
    let place = open(.call(call), &out)
    let which: [String: JSONValue] = [
      "item_id": .string(items[place].id), "output_index": .integer(place),
    ]
    let arguments = JSONValue.string(call.arguments)
    out += event(
      "response.function_call_arguments.delta",
      which.merging(["delta": arguments]) { $1 }
    )
    return out
      + event(
        "response.function_call_arguments.done",
        which.merging(["arguments": arguments, "name": .string(call.name)]) { $1 }
      )
  }

  // MARK: Ends

  private mutating func finish() -> [UInt8] {
    var out: [UInt8] = []
    // An answer that says nothing is a message too: clients look for one.
    if !items.contains(where: { $0.kind != .reasoning }) {
      let place = open(.message, &out)
      out += open(.text, at: place)
    }
    let output = writer.output(items, choice)
    for (place, item) in output.enumerated() {
      out += closePart(of: place)
      out += event("response.output_item.done", ["output_index": .integer(place), "item": item])
    }
    let status = ResponseWriter.status(choice)
    let response = writer.response(status, output, choice)
    return out + event("response.\(status.rawValue)", ["response": response])
  }

  /// Ends the last part of an item; nothing where it has none.
  private mutating func closePart(of place: Int) -> [UInt8] {
    guard let part = items[place].parts.last else { return [] }
    var members: [String: JSONValue] = [part.member: .string(part.text)]
    if part.kind == .text { members["logprobs"] = [] }
    return partEvent("\(Self.stem(part.kind)).done", place, members)
      + partEvent("response.content_part.done", place, ["part": part.value])
  }

  // MARK: Events

  /// What the names of a part's events begin with.
  private static func stem(_ kind: ResponseItem.Part.Kind) -> String {
    "response.\(kind.rawValue)"
  }

  /// An event about the last part of an item.
  private mutating func partEvent(
    _ name: String,
    _ place: Int,
    _ members: [String: JSONValue]
  ) -> [UInt8] {
    var members = members
    members["item_id"] = .string(items[place].id)
    members["output_index"] = .integer(place)
    members["content_index"] = .integer(items[place].parts.count - 1)
    if name == "response.output_text.delta" { members["logprobs"] = [] }
    return event(name, members)
  }

  private mutating func event(_ name: String, _ members: [String: JSONValue]) -> [UInt8] {
    var members = members
    members["type"] = .string(name)
    members["sequence_number"] = .integer(number)
    number += 1
    var out = Array("event: \(name)\ndata: ".utf8)
    JSONValue.object(members).write(to: &out)
    out += [0x0A, 0x0A]
    return out
  }
}
