/// How many tokens a generator read and wrote.
package struct TokenUsage: Sendable, Hashable {
  package var prompt: Int
  package var completion: Int

  package init(prompt: Int, completion: Int) {
    self.prompt = prompt
    self.completion = completion
  }
}
