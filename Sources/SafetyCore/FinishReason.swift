/// Why an answer ended.
package enum FinishReason: String, Sendable, Hashable, CaseIterable {
  case stop
  case length
  case toolCalls = "tool_calls"
  case contentFilter = "content_filter"
}
