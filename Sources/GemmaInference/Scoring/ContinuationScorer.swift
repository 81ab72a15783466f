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
  package init(_ engine: GemmaEngine, capacity: Int) {
    self.engine = engine
    session = engine.makeSession(capacity: capacity)
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
    let tails = continuations.map { [last] + $0.dropLast() }
    var scores: [ContinuationScore] = []
    try readBranches(tails, logits: { LogitRequest(rows: 0..<$0) }) { index, logits in
      scores.append(Self.score(continuations[index], logits))
    }
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
    var shares: [[Double]] = []
    try readBranches(
      suffixes.map { [last] + $0 },
      logits: { LogitRequest(rows: $0 - 1..<$0, tokens: tokens) },
      take: { shares.append(TokenProbabilities.shares(of: $1.values)) }
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
    take: (Int, Logits) -> Void
  ) throws {
    for start in stride(from: 0, to: texts.count, by: Self.width) {
      let some = texts[start..<min(start + Self.width, texts.count)]
      while branches.count < some.count { branches.append(session.fork()) }
      let readings = zip(branches, some).map { branch, text in
        branch.become(session)
        return Reading(branch, text, logits: request(text.count))
      }
      for (index, logits) in try engine.read(readings).enumerated() { take(start + index, logits) }
    }
  }

  private static func score(_ tokens: [Int32], _ logits: Logits) -> ContinuationScore {
    var isGreedy = true
    let probabilities = tokens.enumerated().map { row, token in
      logits.withRow(row) { row in
        isGreedy = isGreedy && TokenProbabilities.best(row) == token
        return TokenProbabilities.logProbability(of: token, row)
      }
    }
    return ContinuationScore(tokenLogProbabilities: probabilities, isGreedy: isGreedy)
  }
}
