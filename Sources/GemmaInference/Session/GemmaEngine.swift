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
  let threads: WorkerThreads
  let chunk: Int
  let workspace = Workspace()
  private let format: AttentionCache.Format
  /// What reading and packing weights has taken so far, in seconds.
  package private(set) var packingSeconds: Double = 0

  /// Prepares to run a model.
  ///
  /// - Parameters:
  ///   - model: The weights.
  ///   - threads: Who computes; their number changes no result.
  ///   - chunk: Rows that go through all layers together.
  ///   - cache: How keys and values are kept.
  package init(
    _ model: GemmaModel,
    on threads: WorkerThreads = WorkerThreads(count: 1),
    chunk: Int = standardChunk,
    cache: AttentionCache.Format = .float32
  ) {
    precondition(chunk > 0)
    self.model = model
    self.threads = threads
    self.chunk = chunk
    format = cache
  }

  /// Begins an empty text with room for so many positions; memory grows with what is read.
  ///
  /// - Throws: `gemma/memory`.
  package func makeSession(capacity: Int) throws -> GemmaSession {
    precondition(capacity > 0)
    return try GemmaSession(
      model.configuration,
      capacity: capacity,
      chunk: chunk,
      format: format
    )
  }

  /// Reads tokens and says what may follow them.
  ///
  /// - Parameters:
  ///   - tokens: Ids of the model's vocabulary.
  ///   - session: Where they are read behind what was read before.
  ///   - request: Which logits are computed.
  /// - Returns: The logits asked for, in the order of positions.
  /// - Throws: `gemma/token`, `gemma/context`; nothing is read then. What using a layer for the first
  ///   time throws, such as `gemma/not-finite`; the chunks ahead are read then.
  @discardableResult
  package func read(
    _ tokens: [Int32],
    in session: GemmaSession,
    logits request: LogitRequest = .none
  ) throws -> Logits {
    var logits = Logits(columns: request.tokens?.count ?? model.configuration.vocabulary)
    logits.values.reserveCapacity(request.rows.count * logits.columns)
    try read([Reading(session, tokens, logits: request)]) { _, _, row in logits.values += row }
    return logits
  }

  /// Reads tokens of several sessions side by side, so that weights are fetched once for all.
  ///
  /// - Parameters:
  ///   - readings: A session may stand in one of them only.
  ///   - take: Takes the logits of one position, valid for the call: the reading, the token of it, and
  ///     the logits asked for. Positions of a reading come in order.
  /// - Throws: `gemma/token`, `gemma/context`, before anything is read; as the other.
  package func read(
    _ readings: [Reading],
    take: (_ reading: Int, _ token: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
  ) throws {
    precondition(Set(readings.map { ObjectIdentifier($0.session) }).count == readings.count)
    for reading in readings { try reading.session.check(reading.tokens) }
    for pass in SegmentPlan(readings, chunk: chunk).passes {
      let states = try forward(pass)
      for segment in pass {
        segment.session.advance(by: segment.tokens.count)
        let first = segment.tokens.startIndex - segment.rows.lowerBound
        let tokens = readings[segment.reading].request.tokens
        try logits(of: states, segment.wanted, tokens) { row, logits in
          take(segment.reading, first + row, logits)
        }
      }
    }
  }

  /// Reads and packs all weights now, for those who want to know that they are sound.
  ///
  /// - Throws: What using a layer for the first time throws.
  package func prepare() throws { try packing { try model.prepare(on: threads) } }

  /// Does what may have to read weights, and counts the time.
  func packing<Value>(_ body: () throws -> Value) rethrows -> Value {
    let start = ContinuousClock.now
    defer { packingSeconds += (ContinuousClock.now - start) / .seconds(1) }
    return try body()
  }
}
