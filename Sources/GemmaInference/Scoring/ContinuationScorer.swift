import Diagnostics

/// Scores texts with a model: the numbers that evaluations and judges are made of.
///
/// A prefix that several continuations share is read once. It keeps one session, whose prefix is used
/// again as far as the next context agrees with it.
package final class ContinuationScorer {
  private let engine: GemmaEngine
  private let session: GemmaSession
  /// Copies that continuations are read in, so that weights are fetched once for several.
  private var branches: [GemmaSession] = []
  private static let width = 4
  /// What the session has read.
  private var read: [Int32] = []

  /// Prepares room for contexts and continuations of so many tokens together.
  ///
  /// - Throws: `gemma/memory`.
  package init(_ engine: GemmaEngine, capacity: Int) throws {
    self.engine = engine
    session = try engine.makeSession(capacity: capacity)
  }

  /// Scores continuations of one context.
  ///
  /// - Parameters:
  ///   - continuations: Each of at least one token.
  ///   - context: At least one token, the beginning of the text if nothing else.
  /// - Returns: A score for each, in order.
  /// - Throws: `gemma/empty-context`, `gemma/empty-continuation`, what reading throws.
  package func scores(
    of continuations: [[Int32]],
    after context: [Int32]
  ) throws -> [ContinuationScore] {
    guard !continuations.contains(where: \.isEmpty) else {
      throw Diagnostic("gemma/empty-continuation", "a continuation has no token")
    }
    try prepare(context)
    // The context's last token is read again with each continuation: its logits are for the first.
    let last = context[context.count - 1]
    // Continuations that differ in their last token only, such as letters, are read as one.
    var askers: [[Int32]: [Int]] = [:]
    for (index, continuation) in continuations.enumerated() {
      askers[[last] + continuation.dropLast(), default: []].append(index)
    }
    let texts = askers.sorted { $0.value[0] < $1.value[0] }
    var scores = continuations.map { _ in ContinuationScore() }
    try readBranches(
      texts.map(\.key),
      logits: { LogitRequest(rows: 0..<$0) },
      take: { text, place, logits in
        for index in texts[text].value { scores[index].append(continuations[index][place], logits) }
      }
    )
    return scores
  }

  /// The probabilities of chosen tokens among themselves behind each of several suffixes of one prefix.
  ///
  /// This is how ShieldGemma judges: one text, several guidelines, Yes against No.
  ///
  /// - Returns: For each suffix the shares of the tokens, in their order.
  /// - Throws: `gemma/empty-context`, `gemma/empty-continuation`, what reading throws.
  package func shares(
    of tokens: [Int32],
    after prefix: [Int32],
    suffixes: [[Int32]]
  ) throws -> [[Double]] {
    guard !suffixes.contains(where: \.isEmpty) else {
      throw Diagnostic("gemma/empty-continuation", "a suffix has no token")
    }
    try prepare(prefix)
    let last = prefix[prefix.count - 1]
    var shares = suffixes.map { _ in [Double]() }
    try readBranches(
      suffixes.map { [last] + $0 },
      logits: { LogitRequest(rows: $0 - 1..<$0, tokens: tokens) },
      take: { shares[$0] = TokenProbabilities.shares(of: Array($2)) }
    )
    return shares
  }

  /// Log-probabilities of every token of a text but the first, given those before it.
  ///
  /// - Throws: `gemma/empty-context` for fewer than two tokens, what reading throws.
  package func logProbabilities(of tokens: [Int32]) throws -> [Double] {
    guard tokens.count > 1 else {
      throw Diagnostic("gemma/empty-context", "a text of two tokens or more is needed")
    }
    return try scores(of: [Array(tokens.dropFirst())], after: [tokens[0]])[0]
      .tokenLogProbabilities
  }

  /// Brings the session to just before the last token of a context.
  private func prepare(_ context: [Int32]) throws {
    guard !context.isEmpty else {
      throw Diagnostic(
        "gemma/empty-context",
        "the context has no token",
        hint: "begin with the token that begins a text"
      )
    }
    let head = Array(context.dropLast())
    var shared = zip(read, head).prefix { $0 == $1 }.count
    if !session.canRewind(to: shared) { shared = 0 }
    session.rewind(to: shared)
    read.removeLast(read.count - shared)
    try engine.read(Array(head[shared...]), in: session)
    read = head
  }

  /// Reads several texts behind the prefix, some at a time, each in a copy of the session.
  private func readBranches(
    _ texts: [[Int32]],
    logits request: (Int) -> LogitRequest,
    take: (_ text: Int, _ token: Int, UnsafeBufferPointer<Float>) -> Void
  ) throws {
    for start in stride(from: 0, to: texts.count, by: Self.width) {
      let some = texts[start..<min(start + Self.width, texts.count)]
      while branches.count < some.count { branches.append(try session.fork()) }
      let readings = zip(branches, some).map { branch, text in
        branch.become(session)
        return Reading(branch, text, logits: request(text.count))
      }
      try engine.read(readings) { take(start + $0, $1, $2) }
    }
  }
}
