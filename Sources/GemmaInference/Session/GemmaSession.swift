import Diagnostics
import TensorCompute

/// One text that a model reads and continues: the positions so far, their keys and values.
///
/// Not safe to share between threads. The same tokens give the same logits however they are handed
/// in: at once, in chunks or one by one.
package final class GemmaSession {
  /// Rows that go through all layers together.
  package static let standardChunk = 512

  package let model: GemmaModel
  /// The most positions that this session has room for.
  package let capacity: Int
  /// Tokens that were read so far.
  package private(set) var position = 0
  let cache: KeyValueCache
  let workspace = Workspace()
  private let chunk: Int
  /// The highest position that was ever written; a ring forgets what lies far behind it.
  private var written = 0

  /// Begins an empty text.
  ///
  /// - Parameters:
  ///   - model: The weights.
  ///   - capacity: Room for so many positions; memory grows with it.
  ///   - chunk: Rows that go through all layers together.
  package init(_ model: GemmaModel, capacity: Int, chunk: Int = standardChunk) {
    precondition(capacity > 0 && chunk > 0)
    self.model = model
    self.capacity = capacity
    self.chunk = min(chunk, capacity)
    cache = KeyValueCache(model.configuration, capacity: capacity, chunk: self.chunk)
  }

  /// Reads tokens and says what may follow them.
  ///
  /// - Parameters:
  ///   - tokens: Ids of the model's vocabulary.
  ///   - request: Which logits are computed.
  /// - Returns: The logits asked for, in the order of positions.
  /// - Throws: `gemma/token`, `gemma/context`; nothing is read then.
  @discardableResult
  package func read(_ tokens: [Int32], logits request: LogitRequest = .none) throws -> Logits {
    let vocabulary = model.configuration.vocabulary
    if let wrong = tokens.first(where: { $0 < 0 || $0 >= vocabulary }) {
      throw Diagnostic("gemma/token", "the id \(wrong) is not one of the \(vocabulary) tokens")
    }
    guard tokens.count <= capacity - position else {
      throw Diagnostic(
        "gemma/context",
        "\(position + tokens.count) tokens do not fit the room for \(capacity)",
        hint: "shorten the prompt, or make room for more"
      )
    }
    precondition(request.rows.upperBound <= tokens.count && request.rows.lowerBound >= 0)
    var result = Logits(columns: request.tokens?.count ?? vocabulary, values: [])
    result.values.reserveCapacity(request.rows.count * result.columns)
    for start in stride(from: 0, to: tokens.count, by: chunk) {
      let end = min(start + chunk, tokens.count)
      let states = forward(tokens[start..<end])
      position += end - start
      written = max(written, position)
      let wanted = request.rows.clamped(to: start..<end)
      guard !wanted.isEmpty else { continue }
      let rows = states.rows(wanted.lowerBound - start..<wanted.upperBound - start)
      appendLogits(of: rows, request.tokens, to: &result)
    }
    return result
  }

  /// Whether `rewind` can go back so far: a ring must still hold the window before it.
  package func canRewind(to position: Int) -> Bool {
    guard 0...self.position ~= position else { return false }
    return zip(model.configuration.layers, cache.layers).allSatisfy { layer, ring in
      guard let window = layer.window else { return true }
      return written - max(0, position - window + 1) <= ring.capacity
    }
  }

  /// Forgets the tokens behind a position, so that something else can follow it.
  package func rewind(to position: Int) {
    precondition(canRewind(to: position), "the ring of a layer no longer holds the window")
    self.position = position
  }

  /// A session that has read the same tokens and goes its own way from here.
  package func fork() -> GemmaSession {
    let copy = GemmaSession(model, capacity: capacity, chunk: chunk)
    copy.cache.copy(from: cache)
    copy.position = position
    copy.written = written
    return copy
  }
}
