import Diagnostics
import ModelUpstream
import SafetyCore
import ServerSupport
import Testing

extension ForeignServerTests {
  /// As OpenAI, vLLM of old and now, SGLang, llama.cpp, TGI and LiteLLM say it.
  @Test(
    arguments: [
      #"{"error":{"message":"kettle","code":"context_length_exceeded"}}"#,
      #"{"object":"error","message":"This model's maximum context length is 9 tokens. kettle"}"#,
      #"{"error":{"message":"You passed 9 input tokens. However, the model's context length is only 8 tokens, kettle"}}"#,
      #"{"message":"The input (9 tokens) is longer than the model's context length (8 tokens). kettle"}"#,
      #"{"error":{"code":400,"message":"kettle","type":"exceed_context_size_error"}}"#,
      #"{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8. kettle"}"#,
      #"{"error":{"message":"litellm.ContextWindowExceededError: kettle"}}"#,
    ]
  )
  func `tells a conversation that is too long`(body: String) async throws {
    for status in [400, 413, 422, 500] {
      let server = try ScriptedServer { _, connection in
        connection.answer(body, status: "\(status) Word")
      }
      let upstream = ModelUpstream(try UpstreamEndpoint(server.url, model: "m"))
      let failure = await #expect(throws: Diagnostic.self) {
        try await CollectedAnswer(of: upstream.stream(ChatRequest([ChatMessage(.user, "Tea?")])))
      }
      try await upstream.close()
      #expect(failure?.code == (status < 500 ? "upstream/context" : "upstream/failed"))
      #expect(failure?.description.contains("kettle") == false, "no text of the server")
    }
  }
}
