import ModelUpstream
import SafetyCore

extension ForeignServerTests {
  /// Streams as these servers sent them when they were tried, shortened.
  static let recorded = [
    // `transformers serve` 5.24.0: nothing where nothing is to be said, the counts beside the end, and
    // no `[DONE]`.
    Dialect(
      "transformers",
      """
      data: {"id":"5804f083","choices":[{"delta":{"role":"assistant"},"index":0}],"created":1,"model":"m","object":"chat.completion.chunk","system_fingerprint":""}

      data: {"id":"5804f083","choices":[{"delta":{"content":"Tea"},"index":0}],"created":1,"model":"m","object":"chat.completion.chunk","system_fingerprint":""}

      data: {"id":"5804f083","choices":[{"delta":{"content":"."},"index":0}],"created":1,"model":"m","object":"chat.completion.chunk","system_fingerprint":""}

      data: {"id":"5804f083","choices":[{"delta":{},"index":0,"finish_reason":"stop"}],"created":1,"model":"m","object":"chat.completion.chunk","system_fingerprint":"","usage":{"completion_tokens":2,"prompt_tokens":5,"total_tokens":7}}


      """
    ) { ($0.text, $0.usage) = ("Tea.", TokenUsage(prompt: 5, completion: 2)) },
    // The same of a completion.
    Dialect(
      "transformers, completion",
      """
      data: {"id":"5e9a1acf","choices":[{"index":0,"text":" Tea"}],"created":1,"model":"m","object":"text_completion"}

      data: {"id":"5e9a1acf","choices":[{"finish_reason":"length","index":0,"text":""}],"created":1,"model":"m","object":"text_completion","usage":{"completion_tokens":1,"prompt_tokens":2,"total_tokens":3}}


      """
    ) {
      ($0.text, $0.finish) = (" Tea", .length)
      $0.usage = TokenUsage(prompt: 2, completion: 1)
    },
    // `transformers serve` 4.57.6: no counts at all.
    Dialect(
      "transformers of old",
      """
      data: {"id":"req_0","choices":[{"delta":{"content":"Tea."},"index":0}],"created":1,"model":"m@main","object":"chat.completion.chunk","system_fingerprint":""}

      data: {"id":"req_0","choices":[{"delta":{},"index":0,"finish_reason":"stop"}],"created":1,"model":"m@main","object":"chat.completion.chunk","system_fingerprint":""}


      """
    ) { $0.text = "Tea." },
    // LiteLLM's proxy 1.108.7: `finish_reason` only at the end, the counts in a choice that says nothing
    // more.
    Dialect(
      "LiteLLM",
      """
      data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

      data: {"id":"x","created":1,"model":"m","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"tool_calls":[{"id":"a1","function":{"arguments":"{\\"li","name":"boil"},"type":"function","index":0}]}}]}

      data: {"id":"x","created":1,"model":"m","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":"tres\\":2}"},"type":"function","index":0}]}}]}

      data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

      data: {"id":"x","created":1,"model":"m","object":"chat.completion.chunk","choices":[{"index":0,"delta":{}}],"usage":{"completion_tokens":4,"prompt_tokens":3,"total_tokens":7}}

      data: [DONE]


      """
    ) {
      ($0.toolCalls, $0.finish) = ([boil], .toolCalls)
      $0.usage = TokenUsage(prompt: 3, completion: 4)
    },
    // The same where the server behind it broke off.
    Dialect(
      "LiteLLM, error",
      """
      data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Te"}}]}

      data: {"error": {"message": "litellm.APIConnectionError: kettle", "type": null, "param": null, "code": "500"}}


      """,
      failure: "upstream/failed"
    ) { $0.text = "Te" },
  ]

  /// Completions, whose `finish_reason` may be an empty word.
  static let completions = [
    // TGI 3: an empty word behind every piece of a completion but the last (`CompletionFinal` in its
    // router's server.rs).
    Dialect(
      "TGI, completion",
      """
      data:{"object":"text_completion","id":"","created":1,"choices":[{"index":0,"text":"Tea","logprobs":null,"finish_reason":""}],"model":"m","system_fingerprint":"3.0.0"}

      data:{"object":"text_completion","id":"","created":1,"model":"m","system_fingerprint":"3.0.0","choices":[{"index":0,"text":".","logprobs":null,"finish_reason":"eos_token"}],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}

      data:[DONE]


      """
    ) { ($0.text, $0.usage) = ("Tea.", TokenUsage(prompt: 5, completion: 2)) },
    // TGI 2.0 never says how a completion ended, so that one that broke off looks the same.
    Dialect(
      "TGI, completion of old",
      """
      data:{"id":"","object":"text_completion","created":1,"choices":[{"index":0,"text":"Tea","logprobs":null,"finish_reason":""}],"model":"m","system_fingerprint":"2.0.0"}


      """,
      failure: "upstream/truncated"
    ) { $0.text = "Tea" },
  ]

  /// Of mistral.rs (`StopReason::Canceled`), TensorRT-LLM (`CompletionOutput.finish_reason`), vLLM and
  /// SGLang.
  static let givenUp = ["canceled", "cancelled", "timeout", "abort", "error"].map { word in
    Dialect(
      "given up: \(word)",
      """
      data: {"choices":[{"index":0,"delta":{"content":"Te"},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"\(word)"}]}

      data: [DONE]


      """,
      failure: "upstream/failed"
    ) { $0.text = "Te" }
  }
}
