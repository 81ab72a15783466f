import Diagnostics
import ModelUpstream
import SafetyCore
import ServerSupport
import Testing

/// What servers send that call themselves compatible, each in its own way.
///
/// The shapes are written by hand after what their projects say of them or were shown to send; the
/// place is named with each. Those of `recorded` were sent to us. None of these servers runs here.
struct ForeignServerTests {
  struct Dialect: Sendable, CustomTestStringConvertible {
    let name: String
    let events: String
    var answer = CollectedAnswer()
    /// The code of the failure where it is no answer.
    var failure: String?

    var testDescription: String { name }

    init(
      _ name: String,
      _ events: String,
      failure: String? = nil,
      _ fill: (inout CollectedAnswer) -> Void = { _ in }
    ) {
      (self.name, self.events, self.failure) = (name, events, failure)
      fill(&answer)
    }
  }

  static let boil = ToolCall(id: "a1", name: "boil", arguments: #"{"litres":2}"#)
  private static let pour = ToolCall(id: "b2", name: "pour", arguments: #"{"cups":3}"#)

  static let dialects = [
    // vLLM: a piece with the role alone, an empty list of calls, `usage` null and last of all without
    // choices (docs.vllm.ai, "OpenAI-Compatible Server"; calls: n4ze3m/page-assist#614).
    Dialect(
      "vLLM",
      """
      data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}

      data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Tea","tool_calls":[]},"logprobs":null,"finish_reason":null}],"usage":null}

      data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"."},"logprobs":null,"finish_reason":"length","stop_reason":null}],"usage":null}

      data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":5,"total_tokens":7,"completion_tokens":2}}

      data: [DONE]


      """
    ) {
      ($0.text, $0.finish, $0.usage) = ("Tea.", .length, TokenUsage(prompt: 5, completion: 2))
    },
    // vLLM with a reasoning parser: `reasoning_content`, later `reasoning` (docs.vllm.ai, "Reasoning
    // Outputs"), and `continuous_usage_stats`: counts with every piece, of which the last ones hold.
    Dialect(
      "vLLM, reasoning",
      """
      data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}],"usage":{"prompt_tokens":5,"completion_tokens":0}}

      data: {"choices":[{"index":0,"delta":{"reasoning_content":"Hm"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}}

      data: {"choices":[{"index":0,"delta":{"reasoning":"."}}],"usage":{"prompt_tokens":5,"completion_tokens":2}}

      data: {"choices":[{"index":0,"delta":{"content":"Tea."},"finish_reason":"stop","stop_reason":106}],"usage":{"prompt_tokens":5,"completion_tokens":3}}

      data: [DONE]


      """
    ) {
      ($0.text, $0.reasoning) = ("Tea.", "Hm.")
      $0.usage = TokenUsage(prompt: 5, completion: 3)
    },
    // vLLM: an error within a stream, behind which `[DONE]` still comes (vllm-project/vllm#40986), and
    // as releases before wrote it, with nothing that says `error` but its kind.
    Dialect(
      "vLLM, error",
      """
      data: {"choices":[{"index":0,"delta":{"content":"Te"}}]}

      data: {"error":{"message":"kettle","type":"InternalServerError","param":null,"code":500}}

      data: [DONE]


      """,
      failure: "upstream/failed"
    ) { $0.text = "Te" },
    Dialect(
      "vLLM, error of old",
      """
      data: {"object":"error","message":"kettle","type":"BadRequestError","param":null,"code":400}

      data: [DONE]


      """,
      failure: "upstream/malformed"
    ),
    // vLLM: a failure before the first token whose error was lost (vllm-project/vllm#40986).
    Dialect("vLLM, error lost", "data: [DONE]\n\n", failure: "upstream/truncated"),
    // Ollama: the role with every piece, every call numbered 0 under its own id, and `stop` behind
    // them (ollama/ollama#15457, #16212).
    Dialect(
      "Ollama",
      """
      data: {"id":"chatcmpl-838","object":"chat.completion.chunk","created":1,"model":"m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"","tool_calls":[{"id":"a1","index":0,"type":"function","function":{"name":"boil","arguments":"{\\"litres\\":2}"}}]},"finish_reason":null}]}

      data: {"id":"chatcmpl-838","object":"chat.completion.chunk","created":1,"model":"m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"","tool_calls":[{"id":"b2","index":0,"type":"function","function":{"name":"pour","arguments":"{\\"cups\\":3}"}}]},"finish_reason":null}]}

      data: {"id":"chatcmpl-838","object":"chat.completion.chunk","created":1,"model":"m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]}

      data: [DONE]


      """
    ) { ($0.toolCalls, $0.finish) = ([boil, pour], .toolCalls) },
    // Ollama before 0.4.7: calls without an index (ollama/ollama#7881).
    Dialect(
      "Ollama of old",
      """
      data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"","tool_calls":[{"id":"a1","type":"function","function":{"name":"boil","arguments":"{\\"litres\\":2}"}},{"id":"b2","type":"function","function":{"name":"pour","arguments":"{\\"cups\\":3}"}}]},"finish_reason":"tool_calls"}]}

      data: [DONE]


      """
    ) { ($0.toolCalls, $0.finish) = ([boil, pour], .toolCalls) },
    // TGI: no space behind `data:`, a call that is in no list, whose name comes once and is null then
    // (huggingface/text-generation-inference#2794).
    Dialect(
      "TGI",
      """
      data:{"object":"chat.completion.chunk","id":"","created":1,"model":"m","system_fingerprint":"2.4.1","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":{"index":0,"id":"","type":"function","function":{"name":"boil","arguments":"{\\"litres\\""}}},"logprobs":null,"finish_reason":null}],"usage":null}

      data:{"object":"chat.completion.chunk","id":"","created":1,"model":"m","system_fingerprint":"2.4.1","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":{"index":0,"id":"","type":"function","function":{"name":null,"arguments":":2}"}}},"logprobs":null,"finish_reason":"eos_token"}],"usage":null}

      data:[DONE]


      """
    ) {
      ($0.toolCalls, $0.finish) = (
        [ToolCall(id: "", name: "boil", arguments: boil.arguments)], .toolCalls
      )
    },
    // TGI: errors are a text beside their type (its README, "error_type").
    Dialect(
      "TGI, error",
      """
      data:{"choices":[{"index":0,"delta":{"role":"assistant","content":"Te"}}]}

      data:{"error":"Request failed during generation: kettle","error_type":"generation"}


      """,
      failure: "upstream/failed"
    ) { $0.text = "Te" },
    // llama.cpp: `content` null beside the role (ggml-org/llama.cpp#14268), comments that keep the
    // connection open, and timings beside the counts.
    Dialect(
      "llama.cpp",
      """
      : ping

      data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1,"id":"c","model":"","system_fingerprint":"b1","object":"chat.completion.chunk"}

      :

      data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"Tea."}}],"created":1,"id":"c","model":"","system_fingerprint":"b1","object":"chat.completion.chunk"}

      data: {"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"created":1,"id":"c","model":"","object":"chat.completion.chunk"}

      data: {"choices":[],"created":1,"id":"c","model":"","object":"chat.completion.chunk","usage":{"completion_tokens":2,"prompt_tokens":5,"total_tokens":7},"timings":{"prompt_n":5}}

      data: [DONE]


      """
    ) { ($0.text, $0.usage) = ("Tea.", TokenUsage(prompt: 5, completion: 2)) },
    // llama.cpp until September 2025: a field of its own for errors, at status 200 and with `[DONE]`
    // behind it (ggml-org/llama.cpp#16109).
    Dialect(
      "llama.cpp, error of old",
      """
      error: {"code":400,"message":"kettle","type":"invalid_request_error"}

      data: [DONE]


      """,
      failure: "upstream/truncated"
    ),
    Dialect(
      "llama.cpp, error",
      """
      data: {"error":{"code":500,"message":"kettle","type":"server_error"}}


      """,
      failure: "upstream/failed"
    ),
    // OpenRouter: comments until the model speaks, an error within a piece that says so
    // (openrouter.ai/docs, "Streaming").
    Dialect(
      "OpenRouter, error",
      """
      : OPENROUTER PROCESSING

      data: {"id":"c","error":{"code":"server_error","message":"kettle"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}


      """,
      failure: "upstream/failed"
    ),
  ]

  @Test(arguments: dialects + recorded + completions + givenUp)
  func `reads what servers make of the interface`(dialect: Dialect) async throws {
    let server = try ScriptedServer { _, connection in
      connection.beginEvents()
      connection.send(dialect.events)
    }
    let upstream = ModelUpstream(try UpstreamEndpoint(server.url, model: "m"))
    var answer = CollectedAnswer()
    var failure: String?
    do {
      for try await piece in upstream.stream(ChatRequest([ChatMessage(.user, "Tea?")])) {
        answer.take(piece)
      }
    } catch let error as Diagnostic {
      failure = error.code.rawValue
      #expect(!error.description.contains("kettle"), "no text of the server in a message")
    }
    try await upstream.close()
    #expect(failure == dialect.failure)
    #expect(answer == dialect.answer)
  }

  /// TGI gave arguments as an object (huggingface/text-generation-inference#2136).
  @Test func `reads arguments that are no text`() async throws {
    let server = try ScriptedServer { _, connection in
      connection.beginEvents()
      connection.event(
        """
        {"choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"id":"a1","type":"function",\
        "function":{"description":null,"name":"boil","arguments":{"litres":2}}}]},"finish_reason":"eos_token"}]}
        """
      )
    }
    let upstream = ModelUpstream(try UpstreamEndpoint(server.url, model: "m"))
    let request = ChatRequest([ChatMessage(.user, "Tea?")])
    let answer = try await CollectedAnswer(of: upstream.stream(request))
    try await upstream.close()
    #expect(answer.toolCalls == [Self.boil] && answer.finish == .toolCalls)
  }
}
