import SafetyCore
import StrictJSON

/// What a client asks a model for: one or more answers to a chat or a prompt, or a response.
struct AnswerCall: Sendable {
  /// Answers of one request.
  static let mostChoices = 16
  /// Bytes of a model's name, which goes into records.
  private static let longestName = 256
  /// Temperatures that OpenAI's interface knows.
  static let temperatures = 0.0...2.0

  var format: AnswerFormat
  var model: String?
  /// One for each prompt; each is answered `choices` times.
  var prompts: [ModelRequest]
  var choices = 1
  var streams = false
  var includesUsage = false
  /// What a response says again of its request.
  var repeated: [String: JSONValue] = [:]
  /// Whom the application speaks for.
  private var person: NamedPerson?

  /// Fields of which this server takes care itself; whom it speaks for is no model's to know.
  private static let own: Set<String> = [
    "model", "messages", "prompt", "stream", "stream_options", "n", "max_tokens",
    "max_completion_tokens", "user", "safety_identifier", "best_of",
  ]
  /// What would tell of tokens that the guard withholds, or of text that it did not see.
  private static let refused = [
    "logprobs", "top_logprobs", "audio", "prediction", "echo", "suffix", "functions",
    "function_call", "web_search_options", "chat_template", "documents", "guideline",
    "tool_prompt", "prompt_embeds", "prompt_token_ids",
  ]

  /// By which vLLM and llama.cpp, beside `response_format`, are told what form an answer has.
  private static let forms = [
    "guided_json", "guided_regex", "guided_choice", "guided_grammar", "structured_outputs",
    "grammar", "json_schema",
  ]

  init(_ body: BodyFields, _ format: AnswerFormat, _ prompts: [ModelRequest]) throws {
    let fields = body.fields
    self.format = format
    self.prompts = prompts
    model = try fields.string("model")
    guard model?.utf8.count ?? 0 <= Self.longestName else {
      throw fields.problem("model", "must have at most \(Self.longestName) bytes")
    }
    choices = try fields.integer("n", 1...Self.mostChoices) ?? 1
    streams = try fields.boolean("stream") ?? false
    includesUsage = try fields.object("stream_options")?.boolean("include_usage") ?? false
    person = try NamedPerson(fields)
    _ = try fields.integer("best_of", 1...1)
    for name in Self.refused where Self.isAsked(fields.value(name)) {
      throw ServeFailure.invalid(
        "`\(name)` cannot be had behind a guard",
        code: "unsupported",
        name
      )
    }
  }

  /// Whom texts that are kept are about; nil where the application does not say.
  ///
  /// - Throws: A `ServeFailure` where the id is none that the log may hold, such as an address.
  var keptSubject: String? {
    get throws(ServeFailure) { try person?.subject }
  }

  /// Reads the body of `/v1/chat/completions`.
  ///
  /// - Throws: A `ServeFailure` with status 400.
  static func chat(_ bytes: [UInt8]) throws(ServeFailure) -> AnswerCall {
    let body = try BodyFields(bytes)
    return try BodyFields.reading {
      let fields = body.fields
      let items = try fields.required("messages", try fields.array("messages"))
      guard !items.isEmpty else { throw fields.problem("messages", "must not be empty") }
      var conversation = Conversation()
      for (index, item) in items.enumerated() { try conversation.add(item, index) }
      var request = ModelRequest(conversation.request, messages: conversation.messages)
      request.usesTools = conversation.usesTools
      try complete(&request, body)
      return try AnswerCall(body, .chat, [request])
    }
  }

  /// Reads the body of `/v1/completions`; each prompt is a text of the person that is to go on.
  ///
  /// - Throws: A `ServeFailure` with status 400.
  static func completion(_ bytes: [UInt8]) throws(ServeFailure) -> AnswerCall {
    let body = try BodyFields(bytes)
    return try BodyFields.reading {
      let prompts = try prompts(body.fields)
      return try AnswerCall(
        body,
        .completion,
        try prompts.map { prompt in
          var request = ModelRequest(
            GenerationRequest([ChatMessage(.user, prompt)]),
            messages: [["role": "user", "content": .string(prompt)]]
          )
          try complete(&request, body)
          request.request.isContinuation = true
          // OpenAI's own default for this interface.
          request.request.maximumTokens = request.request.maximumTokens ?? 16
          return request
        }
      )
    }
  }

  private static func prompts(_ fields: JSONFields) throws -> [String] {
    switch try fields.required("prompt", fields.value("prompt")) {
    case .string(let text): return [text]
    case .array(let items):
      guard 1...mostChoices ~= items.count else {
        throw fields.problem("prompt", "must hold 1 to \(mostChoices) texts")
      }
      return try items.map {
        guard case .string(let text) = $0 else {
          throw fields.problem("prompt", "must hold texts; tokens cannot be screened")
        }
        return text
      }
    default: throw fields.problem("prompt", "must be a text or a list of texts")
    }
  }

  /// Reads how to answer, and keeps what a server elsewhere may understand.
  static func complete(_ request: inout ModelRequest, _ body: BodyFields) throws {
    let fields = body.fields
    let tokens = 1...1_000_000
    request.request.maximumTokens =
      try fields.integer("max_completion_tokens", tokens)
      ?? fields.integer("max_tokens", tokens)
    let temperature = try fields.number("temperature", temperatures)
    // The interface takes 0, and samplers a share above it: both keep the likeliest token alone.
    let topP = try fields.number("top_p", 0...1).map { max($0, 0.000_001) }
    let seed = try fields.integer("seed", Int.min...Int.max)
    let stops = try stops(fields)
    if temperature != nil || topP != nil || seed != nil || !stops.isEmpty {
      request.request.sampling = GenerationSampling(
        temperature: temperature,
        topP: topP,
        seed: seed.map { UInt64(bitPattern: Int64($0)) },
        stops: stops
      )
    }
    request.fields = body.members.filter { !own.contains($0.key) && $0.value != .null }
    if isAsked(request.fields["tools"]) { request.usesTools = true }
    try checkTemplateSettings(fields)
    // What ends an answer is mostly a marker, and the model does not read it.
    let read = request.fields.filter { $0.key != "stop" }
    request.request.applicationTexts = JSONValue.object(read).texts
    let form = try fields.object("response_format")?.string("type") ?? "text"
    request.request.isStructured =
      form != "text" || forms.contains { isAsked(fields.value($0)) && fields.value($0) != "" }
  }

  /// A template writes its settings into the prompt, so none of them may be a text.
  private static func checkTemplateSettings(_ fields: JSONFields) throws {
    guard let settings = try fields.object("chat_template_kwargs") else { return }
    for key in settings.keys {
      switch settings.value(key) {
      case nil, .boolean?, .integer?, .number?: continue
      case .string?: _ = try settings.word(key)
      default: throw settings.problem(key, "must be a truth value, a number or a word")
      }
    }
  }

  private static func stops(_ fields: JSONFields) throws -> [String] {
    if case .string(let text)? = fields.value("stop") { return text.isEmpty ? [] : [text] }
    let stops = try fields.strings("stop") ?? []
    guard stops.count <= 16, stops.allSatisfy({ 1...256 ~= $0.utf8.count }) else {
      throw fields.problem("stop", "must hold at most 16 texts of 1 to 256 bytes")
    }
    return stops
  }

  /// Whether a field says more than that it is not wanted.
  static func isAsked(_ value: JSONValue?) -> Bool {
    switch value {
    case nil, .null?, .boolean(false)?, .integer(0)?, .array([])?: false
    default: true
    }
  }
}
