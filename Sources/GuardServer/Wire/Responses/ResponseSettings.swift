import StrictJSON

/// What the body of a response says beside its input.
struct ResponseSettings {
  /// The same as the body of a chat would say it, with all fields that both have in common.
  let chat: [String: JSONValue]
  /// What the answer says again, since OpenAI's clients expect it there.
  let repeated: [String: JSONValue]

  /// Fields that a chat does not have, or has in another form.
  private static let own: Set<String> = [
    "input", "instructions", "max_output_tokens", "max_tool_calls", "text", "tools", "tool_choice",
    "parallel_tool_calls", "reasoning", "metadata", "store", "truncation", "include", "background",
    "previous_response_id", "conversation", "prompt", "context_management",
  ]

  /// - Throws: A `ServeFailure` or a diagnostic that names the field.
  init(_ body: BodyFields) throws {
    let fields = body.fields
    try Self.check(fields)
    let tokens = try fields.integer("max_output_tokens", 1...1_000_000)
    var chat = body.members.filter { !Self.own.contains($0.key) }
    chat["max_completion_tokens"] = tokens.map { .integer($0) } ?? chat["max_completion_tokens"]
    let tools = try Self.tools(fields)
    if !tools.isEmpty { chat["tools"] = .array(tools) }
    // Servers refuse a choice among no tools, which clients send as a matter of course.
    let free: Set<JSONValue> = ["auto", "none"]
    if let choice = try Self.toolChoice(fields), !tools.isEmpty || !free.contains(choice) {
      chat["tool_choice"] = choice
    }
    let isParallel = try fields.boolean("parallel_tool_calls")
    if !tools.isEmpty { chat["parallel_tool_calls"] = isParallel.map { .boolean($0) } }
    let effort = try fields.object("reasoning")?.string("effort")
    if let effort { chat["reasoning_effort"] = .string(effort) }
    let text = try fields.object("text")
    if let verbosity = try text?.string("verbosity") { chat["verbosity"] = .string(verbosity) }
    if let form = try Self.form(text) { chat["response_format"] = form }
    self.chat = chat
    repeated = Self.repeated(fields)
  }

  // MARK: What is not had

  /// What names things that were kept from another request.
  private static let kept = ["previous_response_id", "conversation", "prompt"]

  /// What `include` may ask for, since an answer without it is a whole one.
  ///
  /// The first is of reasoning, which is read in no later turn; all others are of tools and images,
  /// which are refused by themselves.
  private static let empty: Set<String> = [
    "reasoning.encrypted_content", "code_interpreter_call.outputs",
    "computer_call_output.output.image_url", "file_search_call.results",
    "message.input_image.image_url", "web_search_call.action.sources", "web_search_call.results",
  ]

  private static func check(_ fields: JSONFields) throws {
    for name in kept where fields.value(name) != nil {
      throw unsupported(name, "nothing is kept here; send the whole conversation as `input`")
    }
    if try fields.boolean("background") ?? false {
      throw unsupported("background", "an answer is made while its client waits")
    }
    if AnswerCall.isAsked(fields.value("context_management")) {
      throw unsupported("context_management", "no conversation is made shorter here")
    }
    if let wanted = try fields.strings("include")?.first(where: { !empty.contains($0) }) {
      throw unsupported("include", "there is no `\(wanted.prefix(64))` to include")
    }
    _ = try fields.boolean("store")
    _ = try fields.object("metadata")
    _ = try fields.integer("n", 1...1)
    if let truncation = try fields.string("truncation"), !["auto", "disabled"].contains(truncation)
    {
      throw fields.problem("truncation", "must be auto or disabled")
    }
  }

  private static func unsupported(_ name: String, _ reason: String) -> ServeFailure {
    .invalid("`\(name)` cannot be had: \(reason)", code: "unsupported", name)
  }

  // MARK: What a chat says in another form

  private static func tools(_ fields: JSONFields) throws -> [JSONValue] {
    try (fields.objects("tools") ?? []).map { tool in
      guard try tool.string("type") == "function" else {
        throw tool.problem("type", "must be function; this server runs no tools of its own")
      }
      var function = ["name": JSONValue.string(try tool.required("name", try tool.string("name")))]
      for key in ["description", "parameters", "strict"] { function[key] = tool.value(key) }
      return ["type": "function", "function": .object(function)]
    }
  }

  private static func toolChoice(_ fields: JSONFields) throws -> JSONValue? {
    guard case .object? = fields.value("tool_choice") else {
      guard let word = try fields.string("tool_choice") else { return nil }
      guard ["auto", "none", "required"].contains(word) else {
        throw fields.problem("tool_choice", "must be auto, none, required or a function")
      }
      return .string(word)
    }
    guard let choice = try fields.object("tool_choice"), try choice.string("type") == "function"
    else { throw fields.problem("tool_choice", "must be auto, none, required or a function") }
    let name = try choice.required("name", try choice.string("name"))
    return ["type": "function", "function": ["name": .string(name)]]
  }

  /// The form that the answer is to have, beside that of a text.
  private static func form(_ text: JSONFields?) throws -> JSONValue? {
    guard let format = try text?.object("format") else { return nil }
    switch try format.required("type", try format.string("type")) {
    case "text": return nil
    case "json_object": return ["type": "json_object"]
    case "json_schema":
      var schema: [String: JSONValue] = [:]
      for key in ["name", "description", "schema", "strict"] { schema[key] = format.value(key) }
      return ["type": "json_schema", "json_schema": .object(schema)]
    default: throw format.problem("type", "must be text, json_object or json_schema")
    }
  }

  // MARK: What is said again

  private static func repeated(_ fields: JSONFields) -> [String: JSONValue] {
    var repeated: [String: JSONValue] = [
      "background": false, "store": false, "truncation": "disabled", "previous_response_id": .null,
      "metadata": [:], "tools": [], "tool_choice": "auto", "parallel_tool_calls": true,
      "text": ["format": ["type": "text"]],
    ]
    for name in [
      "instructions", "max_output_tokens", "metadata", "parallel_tool_calls", "reasoning",
      "temperature", "text", "tool_choice", "tools", "top_p",
    ] { repeated[name] = fields.value(name) ?? repeated[name] ?? .null }
    return repeated
  }
}
