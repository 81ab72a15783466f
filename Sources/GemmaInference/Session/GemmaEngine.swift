import Diagnostics
import TensorCompute

/// Runs a model with memory of its own: makes sessions and reads their tokens.
///
/// Not safe to share between threads. A row of numbers does not depend on the rows beside it, so that
/// one session alone and many together give the same logits.
package final class GemmaEngine {
  /// Rows that go through all layers together.
  package static let standardChunk = 512

  package let model: GemmaModel
  let chunk: Int
  let workspace = Workspace()

  /// Prepares to run a model.
  ///
  /// - Parameters:
  ///   - model: The weights.
  ///   - chunk: Rows that go through all layers together.
  package init(_ model: GemmaModel, chunk: Int = standardChunk) {
    precondition(chunk > 0)
    self.model = model
    self.chunk = chunk
  }

  /// Begins an empty text with room for so many positions; memory grows with it.
  package func makeSession(capacity: Int) -> GemmaSession {
    precondition(capacity > 0)
    return GemmaSession(model.configuration, capacity: capacity, chunk: chunk)
  }

  /// Reads tokens and says what may follow them.
  ///
  /// - Parameters:
  ///   - tokens: Ids of the model's vocabulary.
  ///   - session: Where they are read behind what was read before.
  ///   - request: Which logits are computed.
  /// - Returns: The logits asked for, in the order of positions.
  /// - Throws: `gemma/token`, `gemma/context`; nothing is read then.
  @discardableResult
  package func read(
    _ tokens: [Int32],
    in session: GemmaSession,
    logits request: LogitRequest = .none
  ) throws -> Logits {
    try read([Reading(session, tokens, logits: request)])[0]
  }

  /// Reads tokens of several sessions side by side, so that weights are fetched once for all.
  ///
  /// - Parameter readings: A session may stand in one of them only.
  /// - Returns: The logits of each, in order.
  /// - Throws: `gemma/token`, `gemma/context`; nothing is read then.
  package func read(_ readings: [Reading]) throws -> [Logits] {
    precondition(Set(readings.map { ObjectIdentifier($0.session) }).count == readings.count)
    for reading in readings { try reading.session.check(reading.tokens) }
    let vocabulary = model.configuration.vocabulary
    var results = readings.map { reading in
      Logits(columns: reading.request.tokens?.count ?? vocabulary)
    }
    for (result, reading) in zip(results.indices, readings) {
      let count = reading.request.rows.count * results[result].columns
      results[result].values.reserveCapacity(count)
    }
    for pass in SegmentPlan(readings, chunk: chunk).passes {
      let states = forward(pass)
      for segment in pass {
        segment.session.advance(by: segment.tokens.count)
        guard !segment.wanted.isEmpty else { continue }
        let tokens = readings[segment.reading].request.tokens
        appendLogits(of: states.rows(segment.wanted), tokens, to: &results[segment.reading])
      }
    }
    return results
  }
}
