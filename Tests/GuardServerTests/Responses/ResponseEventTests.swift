import Diagnostics
import SafetyCore
import ServerSupport
import StrictJSON
import Testing

/// The events of a streamed response, in an order that clients put together.
struct ResponseEventTests {
  typealias Model = ServerUnderTest.Model

  private static let stream: [String: JSONValue] = ["stream": true]

  /// The names of a stream's events, each as often as it is not told twice in a row.
  private func names(_ answer: PlainClient.Response) throws -> [String] {
    try answer.named.map(\.name).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// What holds for every stream: numbers without a gap, names as types, items as the end has them.
  private func check(_ answer: PlainClient.Response) throws {
    let events = try answer.named
    #expect(answer.headers["content-type"] == "text/event-stream; charset=utf-8")
    #expect(!answer.body.contains("[DONE]"))
    let response = events.last?.event.value("response")
    for (number, (name, event)) in events.enumerated() {
      #expect(event.value("sequence_number") == .integer(number))
      #expect(event.value("type") == .string(name))
      guard case .integer(let place)? = event.value("output_index") else { continue }
      let item = response?.value("output.\(place)")
      if name == "response.output_item.done" { #expect(event.value("item") == item) }
      if let id = event.value("item_id") { #expect(id == item?.value("id"), "\(name)") }
      guard case .integer(let index)? = event.value("content_index") else { continue }
      let part = item?.value("content.\(index)")
      #expect(part != nil, "\(name)")
      if name == "response.content_part.done" { #expect(event.value("part") == part) }
    }
  }

  @Test func `opens and ends response, item and part around the text`() async throws {
    try await ServerUnderTest.serving(Model("Put the ", "kettle on.")) { server in
      let answer = try await server.respond("Tea?", Self.stream)
      try check(answer)
      #expect(
        try names(answer) == [
          "response.created", "response.in_progress", "response.output_item.added",
          "response.content_part.added", "response.output_text.delta", "response.output_text.done",
          "response.content_part.done", "response.output_item.done", "response.completed",
        ]
      )
      #expect(try answer.joined("response.output_text.delta") == "Put the kettle on.")
      let events = try answer.named
      #expect(events[0].event.value("response.status") == "in_progress")
      #expect(events[0].event.value("response.output") == [])
      #expect(events[2].event.value("item.content") == [])
      let done = events.first { $0.name == "response.output_text.done" }
      #expect(done?.event.value("text") == "Put the kettle on.")
      #expect(events.last?.event.value("response.usage.output_tokens") == 2)
      #expect(events.last?.event.value("response.x_guard.action") == "allow")
    }
  }

  @Test func `ends the text before a refusal begins`() async throws {
    let model = Model("Tea, then ", "the silver kettle dance.")
    try await ServerUnderTest.serving(model) { server in
      let answer = try await server.respond("Tea?", Self.stream)
      try check(answer)
      #expect(
        try names(answer).dropFirst(3) == [
          "response.content_part.added", "response.output_text.delta", "response.output_text.done",
          "response.content_part.done", "response.content_part.added", "response.refusal.delta",
          "response.refusal.done", "response.content_part.done", "response.output_item.done",
          "response.incomplete",
        ]
      )
    }
  }

  @Test func `gives a call of a tool whole, after the text`() async throws {
    let call = ToolCallPiece(index: 0, id: "c1", name: "boil", arguments: #"{"litres":2}"#)
    let model = Model { _, _ in Model.stream([.text("Wait."), .toolCall(call)], .toolCalls) }
    try await ServerUnderTest.serving(model) { server in
      let answer = try await server.respond("Tea?", Self.stream)
      try check(answer)
      let events = try answer.named
      let added = events.last { $0.name == "response.output_item.added" }?.event
      #expect(added?.value("item.name") == "boil" && added?.value("item.arguments") == "")
      let arguments = #"{"litres":2}"#
      #expect(try answer.joined("response.function_call_arguments.delta") == arguments)
      let done = events.first { $0.name == "response.function_call_arguments.done" }?.event
      #expect(done?.value("arguments") == .string(arguments) && done?.value("name") == "boil")
      let response = events.last?.event
      #expect(response?.value("response.output.0.type") == "message")
      #expect(response?.value("response.output.1.call_id") == "c1")
      #expect(response?.value("response.status") == "completed")
    }
  }

  @Test func `ends a broken stream with an error and a response that failed`() async throws {
    let model = Model { _, _ in
      AsyncThrowingStream { continuation in
        continuation.yield(.text("Put the kettle on. "))
        continuation.finish(throwing: Diagnostic("upstream/truncated", "the server failed"))
      }
    }
    try await ServerUnderTest.serving(model) { server in
      let answer = try await server.respond("Tea?", Self.stream)
      try check(answer)
      #expect(answer.status == 200)
      let events = try answer.named
      #expect(events.suffix(2).map(\.name) == ["error", "response.failed"])
      #expect(events.dropLast().last?.event.value("code") == "upstream/truncated")
      #expect(events.last?.event.value("response.status") == "failed")
      #expect(events.last?.event.value("response.error.code") == "server_error")
      let whole = try await server.respond("Tea?")
      #expect(whole.status == 502 && !whole.body.contains("kettle"))
    }
  }

  @Test func `is an error where the model fails at once, and a stream that is kept alive`()
    async throws
  {
    let failing = Model { _, _ in
      AsyncThrowingStream { $0.finish(throwing: Diagnostic("upstream/context", "too long")) }
    }
    try await ServerUnderTest.serving(failing) { server in
      let answer = try await server.respond("Tea?", Self.stream)
      #expect(answer.status == 400)
      #expect(try answer.value("error.code") == "context_length_exceeded")
    }
    let stuck = Model { _, _ in AsyncThrowingStream { _ in } }
    try await ServerUnderTest.serving(stuck) { options in
      options.limits.keepAliveSeconds = 0.05
      options.limits.answerSeconds = 0.5
    } _: { server in
      let answer = try await server.respond("Tea?", Self.stream)
      try check(answer)
      #expect(answer.body.contains(": keep-alive\n\n"))
      #expect(try names(answer).first == "response.created")
      #expect(try answer.named.dropLast().last?.event.value("code") == "timeout")
    }
  }
}
