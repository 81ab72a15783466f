import GenerationGuard
import HTTPTypes
import Hummingbird
import SafetyCore
import SafetyPolicy

/// Answers of the model: `/v1/chat/completions` and `/v1/completions`, streamed or not.
struct AnswerRoutes: Sendable {
  let service: GuardService
  let options: ServeOptions
  let slots: ServingSlots

  init(_ service: GuardService, _ options: ServeOptions, _ slots: ServingSlots) {
    self.service = service
    self.options = options
    self.slots = slots
  }

  func add(to group: RouterGroup<ServeContext>) {
    group.post("chat/completions") { request, context in
      try await answer(request, context) { bytes throws(ServeFailure) in try AnswerCall.chat(bytes)
      }
    }
    group.post("completions") { request, context in
      try await answer(request, context) { bytes throws(ServeFailure) in
        try AnswerCall.completion(bytes)
      }
    }
  }

  private func answer(
    _ request: Request,
    _ context: ServeContext,
    _ parse: ([UInt8]) throws(ServeFailure) -> AnswerCall
  ) async throws -> Response {
    let bytes = try await BodyReader(limits: options.limits).bytes(request)
    let call = try parse(bytes)
    var request = request
    // What was read is put back as nothing: from here on only the end of the connection counts.
    request.body = RequestBody(buffer: ByteBuffer())
    let slot = try slots.take()
    let session = try AnswerSession(call, service, context)
    return call.streams
      ? try await stream(session, request, slot) : try await whole(session, request, slot)
  }

  // MARK: Whole

  private func whole(
    _ session: AnswerSession,
    _ request: Request,
    _ slot: ServingSlots.Slot
  ) async throws -> Response {
    let seconds = options.limits.answerSeconds
    // A client that hangs up ends the work on its answer.
    let choices = try await request.body.consumeWithCancellationOnInboundClose { _ in
      try await Deadline.within(seconds, else: .timeout) { try await session.collect() }
    }
    withExtendedLifetime(slot) {}
    let action = choices.compactMap(\.summary).max { $0.action.rank < $1.action.rank }?.action
    var headers = Replies.guardHeaders(
      id: session.id,
      policy: session.writer.policy,
      action: (action ?? .allow).rawValue
    )
    headers[.connection] = "close"
    if options.isStrict, choices.contains(where: \.isBlockedPrompt) {
      return Replies.failure(Self.blocked, headers: headers)
    }
    return Replies.json(session.writer.whole(choices), headers: headers)
  }

  private static let blocked = ServeFailure.invalid(
    "the policy of this server does not allow the prompt",
    code: "content_filter",
    "messages"
  )

  // MARK: Streams

  private func stream(
    _ session: AnswerSession,
    _ request: Request,
    _ slot: ServingSlots.Slot
  ) async throws -> Response {
    // Until something is known the status is open: a model that fails at once is an error.
    let stream = try await AnswerStream(session, options.limits)
    var headers = Replies.guardHeaders(id: session.id, policy: session.writer.policy)
    headers[.connection] = "close"
    if options.isStrict, stream.isBlockedPrompt {
      return Replies.failure(Self.blocked, headers: headers)
    }
    headers[.contentType] = "text/event-stream; charset=utf-8"
    headers[.cacheControl] = "no-store"
    let body = ResponseBody { writer in
      try await request.body.consumeWithCancellationOnInboundClose { _ in
        try await stream.write(to: &writer)
      }
      withExtendedLifetime(slot) {}
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: headers, body: body)
  }
}
