import SafetyCore
import SafetyPolicy

/// Vouches by HMAC that turns were looked at and nothing was found that changed an answer.
///
/// A seal holds for one policy, one day and one set of facts: under any other the turns are looked at again.
package struct TurnSeal: Sendable {
  private let key: DigestKey
  private static let format = "gemma-safety.turns/1"

  /// - Parameter key: At least 32 secret bytes; whoever has them can vouch for anything.
  package init(key: DigestKey) { self.key = key }

  /// The seal over a conversation up to and with its last message.
  func seal(
    _ messages: [ChatMessage],
    risk: Double,
    _ program: GuardProgram,
    _ facts: GuardFacts
  ) -> String {
    let risk = Int((risk * 1_000).rounded(.up))
    return "1.\(risk).\(tag(messages, risk, program, facts).hex)"
  }

  /// The longest beginning of a conversation that a seal in it vouches for.
  func trusted(
    _ messages: [ChatMessage],
    _ program: GuardProgram,
    _ facts: GuardFacts
  ) -> TrustedTurns? {
    // Only the latest seal is tried, so that a long conversation costs one hash.
    guard let last = messages.lastIndex(where: { $0.seal != nil }), let seal = messages[last].seal
    else { return nil }
    let parts = seal.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "1", let risk = Int(parts[1]), 0...1_000 ~= risk,
      let given = Digest(hex: parts[2])
    else { return nil }
    let wanted = tag(Array(messages[...last]), risk, program, facts)
    // Every byte is compared, so that time tells nothing.
    guard zip(given.bytes, wanted.bytes).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0 else { return nil }
    return TrustedTurns(count: last + 1, risk: Double(risk) / 1_000)
  }

  private func tag(
    _ messages: [ChatMessage],
    _ risk: Int,
    _ program: GuardProgram,
    _ facts: GuardFacts
  ) -> Digest {
    let value: CanonicalValue = [
      "format": .string(Self.format), "policy": .string(program.digest.hex),
      "risk": .integer(risk), "today": .string(facts.today),
      "facts": .array(
        [facts.language, facts.route, facts.role, facts.rollout?.hex ?? ""].map { .string($0) }
      ),
      "turns": .array(messages.filter { $0.role != .system }.map(Self.value)),
    ]
    return value.canonicalJSON.withUnsafeBytes { key.authenticate($0) }
  }

  private static func value(_ message: ChatMessage) -> CanonicalValue {
    [
      "role": .string(message.role.rawValue), "text": .string(message.text),
      "answers": .string(message.toolCallID ?? ""),
      "calls": .array(
        message.toolCalls.map {
          .array([.string($0.id), .string($0.name), .string($0.arguments)])
        }
      ),
    ]
  }
}
