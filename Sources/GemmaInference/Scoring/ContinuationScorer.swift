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
  /// At most so many are read together, and no more once they have so many tokens: weights are fetched
  /// once for all of them, and each branch holds the keys and values of the whole prefix.
  private static let branchLimit = 16
  private static let rowLimit = 64
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
    guard !continuations.isEmpty else { return [] }
    var scores = continuations.map { _ in ContinuationScore() }
    try prepare(context) { logits in
      let row = TokenRow(logits)
      for index in continuations.indices { scores[index].append(continuations[index][0], row) }
    }
    // Continuations that differ in their last token only are read as one, letters not at all.
    var askers: [[Int32]: [Int]] = [:]
    for (index, continuation) in continuations.enumerated() where continuation.count > 1 {
      askers[continuation.dropLast(), default: []].append(index)
    }
    let texts = askers.sorted { $0.value[0] < $1.value[0] }
    try readBranches(
      texts.map(\.key),
      logits: { LogitRequest(rows: 0..<$0) },
      take: { text, place, logits in
        let row = TokenRow(logits)
        for index in texts[text].value {
          scores[index].append(continuations[index][place + 1], row)
        }
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
    var shares = suffixes.map { _ in [Double]() }
    try readBranches(
      suffixes,
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

  /// Brings the session to the end of a context, of which it reads what it has not read yet, and hands
  /// over the logits behind it where they are wanted.
  private func prepare(
    _ context: [Int32],
    takeLast: ((UnsafeBufferPointer<Float>) -> Void)? = nil
  ) throws {
    guard !context.isEmpty else {
      throw Diagnostic(
        "gemma/empty-context",
        "the context has no token",
        hint: "begin with the token that begins a text"
      )
    }
    var shared = zip(read, context).prefix { $0 == $1 }.count
    if takeLast != nil { shared = min(shared, context.count - 1) }
    if !session.canRewind(to: shared) { shared = 0 }
    session.rewind(to: shared)
    read.removeLast(read.count - shared)
    let rest = Array(context[shared...])
    let rows = takeLast == nil ? 0..<0 : rest.count - 1..<rest.count
    try engine.read([Reading(session, rest, logits: LogitRequest(rows: rows))]) { _, _, logits in
      takeLast?(logits)
    }
    read = context
  }

  /// Reads several texts behind the prefix, some at a time, each in a copy of the session.
  private func readBranches(
    _ texts: [[Int32]],
    logits request: (Int) -> LogitRequest,
    take: (_ text: Int, _ token: Int, UnsafeBufferPointer<Float>) -> Void
  ) throws {
    var start = 0
    while start < texts.count {
      var (end, rows) = (start, 0)
      while end < texts.count, end - start < Self.branchLimit, rows < Self.rowLimit {
        rows += texts[end].count
        end += 1
      }
      while branches.count < end - start { branches.append(try session.fork()) }
      let readings = zip(branches, texts[start..<end]).map { branch, text in
        branch.become(session)
        return Reading(branch, text, logits: request(text.count))
      }
      let first = start
      try engine.read(readings) { take(first + $0, $1, $2) }
      start = end
    }
  }
}
