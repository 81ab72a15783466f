import GenerationGuard
import HTTPTypes
import Hummingbird
import SafetyCore
import SafetyPolicy

/// Answers of the model: `/v1/chat/completions`, `/v1/completions` and `/v1/responses`, streamed or not.
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
    group.post("chat/completions") { try await answer($0, $1, AnswerCall.chat) }
    group.post("completions") { try await answer($0, $1, AnswerCall.completion) }
    group.post("responses") { try await answer($0, $1, AnswerCall.response) }
    group.get("responses/:id") { _, _ in Replies.failure(Self.notKept) }
    group.delete("responses/:id") { _, _ in Replies.failure(Self.notKept) }
  }

  private static let notKept = ServeFailure(
    404,
    "invalid_request_error",
    code: "not_found",
    "this server keeps no responses, so that none can be fetched or deleted",
    parameter: "id"
  )

  private func answer(
    _ request: Request,
    _ context: ServeContext,
    _ parse: @Sendable ([UInt8]) throws -> AnswerCall
  ) async throws -> Response {
    let bytes = try await BodyReader(limits: options.limits).bytes(request)
    let call = try await ScreeningExecutor.run(bytes: bytes.count) { try parse(bytes) }
    let slot = try slots.take()
    let session = try AnswerSession(call, service, context)
    return call.streams
      ? try await stream(session, context.connection, slot)
      : try await whole(session, context.connection, slot)
  }

  // MARK: Whole

  private func whole(
    _ session: AnswerSession,
    _ connection: ClientConnection,
    _ slot: ServingSlots.Slot
  ) async throws -> Response {
    let choices = try await connection.answering {
      try await Deadline.within(options.limits.answerSeconds, else: .timeout) {
        defer { withExtendedLifetime(slot) {} }
        return try await session.collect()
      }
    }
    let action = choices.compactMap(\.summary).max { $0.action.rank < $1.action.rank }?.action
    let headers = Replies.guardHeaders(
      id: session.id,
      policy: session.writer.policy,
      action: (action ?? .allow).rawValue
    )
    if options.isStrict, choices.contains(where: \.isBlockedPrompt) {
      return Replies.failure(Self.blocked(session), headers: headers)
    }
    return Replies.json(session.writer.whole(choices), headers: headers)
  }

  private static func blocked(_ session: AnswerSession) -> ServeFailure {
    .invalid(
      "the policy of this server does not allow the prompt",
      code: "content_filter",
      session.call.format.question
    )
  }

  // MARK: Streams

  /// Seconds in which a client must take the event that ends a stream because its time is over.
  private static let lastSeconds = 1.0

  private func stream(
    _ session: AnswerSession,
    _ connection: ClientConnection,
    _ slot: ServingSlots.Slot
  ) async throws -> Response {
    let end = ContinuousClock.now + .seconds(options.limits.answerSeconds)
    // Until something is known the status is open: a model that fails at once is an error.
    let stream = try await connection.answering {
      try await AnswerStream(session, until: end, keepAlive: options.limits.keepAliveSeconds)
    }
    var headers = Replies.guardHeaders(id: session.id, policy: session.writer.policy)
    if options.isStrict, stream.isBlockedPrompt {
      return Replies.failure(Self.blocked(session), headers: headers)
    }
    headers[.contentType] = "text/event-stream; charset=utf-8"
    headers[.cacheControl] = "no-store"
    let body = ResponseBody { writer in
      try await connection.answering(until: end + .seconds(Self.lastSeconds)) {
        try await stream.write(to: &writer)
        try await writer.finish(nil)
      }
      withExtendedLifetime(slot) {}
    }
    return Response(status: .ok, headers: headers, body: body)
  }
}
