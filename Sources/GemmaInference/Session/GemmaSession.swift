import Diagnostics
import TensorCompute

/// One text that a model reads and continues: the positions so far, their keys and values.
///
/// It is read through an engine, alone or together with others. The same tokens give the same logits
/// however they are handed in: at once, in chunks, one by one, or beside other texts.
package final class GemmaSession {
  /// The most positions that there is room for.
  package let capacity: Int
  /// Tokens that were read so far.
  package internal(set) var position = 0
  /// The highest position that was ever written; a ring forgets what lies far behind it.
  var written = 0
  let cache: KeyValueCache
  private let configuration: GemmaConfiguration

  private let format: AttentionCache.Format

  init(
    _ configuration: GemmaConfiguration,
    capacity: Int,
    chunk: Int,
    format: AttentionCache.Format
  ) throws {
    self.configuration = configuration
    self.capacity = capacity
    self.format = format
    cache = try KeyValueCache(
      configuration,
      capacity: capacity,
      chunk: min(chunk, capacity),
      format: format
    )
  }

  /// Whether `rewind` can go back so far: a ring must still hold the window before it.
  package func canRewind(to position: Int) -> Bool {
    guard 0...self.position ~= position else { return false }
    // Nothing stands before the beginning.
    guard position > 0 else { return true }
    return zip(configuration.layers, cache.layers).allSatisfy { layer, ring in
      guard let window = layer.window else { return true }
      return written - max(0, position - window + 1) <= ring.capacity
    }
  }

  /// Forgets the tokens behind a position, so that something else can follow it.
  package func rewind(to position: Int) {
    precondition(canRewind(to: position), "the ring of a layer no longer holds the window")
    self.position = position
    if position == 0 { written = 0 }
  }

  /// A session that has read the same tokens and goes its own way from here.
  ///
  /// - Throws: `gemma/memory`.
  package func fork() throws -> GemmaSession {
    let copy = try GemmaSession(
      configuration,
      capacity: capacity,
      chunk: cache.chunk,
      format: format
    )
    copy.become(self)
    return copy
  }

  /// Forgets everything and has read what another session of the same capacity has read.
  func become(_ other: GemmaSession) {
    cache.copy(from: other.cache, positions: other.written)
    position = other.position
    written = other.written
  }

  /// Counts tokens whose keys and values now stand in the cache.
  func advance(by count: Int) {
    position += count
    written = max(written, position)
  }

  /// Checks tokens before any of them is read.
  ///
  /// - Throws: `gemma/token`, `gemma/context`.
  func check(_ tokens: [Int32]) throws {
    let vocabulary = configuration.vocabulary
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
  }
}
