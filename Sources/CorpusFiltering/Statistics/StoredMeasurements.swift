import Compression
import Diagnostics
import SafetyCore
import SafetyPolicy

/// The format of `measurements.bin`: every value of every rule for every document of a run.
///
/// A header and then blocks, each with its length before and its CRC-32 behind it. Batches are
/// encoded in input order, so that the file is the same for every number of workers.
package struct StoredMeasurements: Sendable, Hashable {
  /// The rules of the run; their order gives the slots.
  package let rules: [RuleID]
  /// By slot, the digest of what the rule's values depend on (`CorpusPolicy.definitions`).
  package let definitions: [Digest]
  package let policyDigest: Digest

  static let magic = Array("GSMEAS02".utf8)
  /// A writer starts a new block past this; a reader refuses blocks beyond `blockLimit`.
  static let blockSize = 4 << 20
  static let blockLimit = 256 << 20
  static let headerLimit = 4 << 20
  static let ruleLimit = 4096

  package init(rules: [RuleID], definitions: [Digest], policyDigest: Digest) {
    precondition(rules.count == definitions.count, "a rule without its definition")
    self.rules = rules
    self.definitions = definitions
    self.policyDigest = policyDigest
  }

  /// What a run under a policy stores.
  package init(of policy: CorpusPolicy) {
    self.init(
      rules: policy.table.rules.map(\.id),
      definitions: policy.definitions,
      policyDigest: policy.digest
    )
  }

  /// The bytes the file begins with.
  package func header() -> [UInt8] {
    var encoder = StateEncoder()
    encoder.raw(policyDigest.bytes)
    encoder.integer(rules.count)
    for (rule, definition) in zip(rules, definitions) {
      encoder.string(rule.rawValue)
      encoder.raw(definition.bytes)
    }
    return Self.magic + Self.framed(encoder.bytes)
  }

  /// The bytes to append for a batch of outcomes; nothing for an empty batch.
  package func encode(_ outcomes: some Sequence<DocumentOutcome>) -> [UInt8] {
    var out: [UInt8] = []
    var encoder = StateEncoder()
    for outcome in outcomes {
      encode(outcome, to: &encoder)
      if encoder.bytes.count >= Self.blockSize {
        out += Self.framed(encoder.bytes)
        encoder = StateEncoder()
      }
    }
    if !encoder.bytes.isEmpty { out += Self.framed(encoder.bytes) }
    return out
  }

  private func encode(_ outcome: DocumentOutcome, to encoder: inout StateEncoder) {
    encoder.string(outcome.id)
    encoder.integer(outcome.shard)
    encoder.integer(outcome.line)
    encoder.integer(outcome.byteCount)
    encoder.integer(outcome.scalarCount)
    encoder.string(outcome.tags["language"] ?? "")
    let action = outcome.decision.action.flatMap { CorpusAction.allCases.firstIndex(of: $0) }
    encoder.integer((action ?? -1) + 1)
    encoder.integer(outcome.decision.failures.count)
    for failure in outcome.decision.failures { encoder.integer(failure.rule) }
    for slot in rules.indices {
      encoder.value(slot < outcome.values.count ? outcome.values[slot] : .nan)
    }
    encoder.integer(outcome.spanCounts.count)
    for spans in outcome.spanCounts {
      encoder.integer(spans.rule)
      encoder.integer(spans.count)
    }
  }

  private static func framed(_ payload: [UInt8]) -> [UInt8] {
    var encoder = StateEncoder()
    encoder.word(UInt32(truncatingIfNeeded: payload.count))
    encoder.raw(payload)
    encoder.word(CRC32.checksum(payload[...]))
    return encoder.bytes
  }
}
