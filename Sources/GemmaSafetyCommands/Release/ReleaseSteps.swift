import ReleaseGate
import SafetyRuntime

/// The command line that brings a rule further.
struct ReleaseSteps {
  let session: ReleaseSession

  private var audit: String { Self.quoted(session.request.audit) }
  private var model: String { Self.quoted(session.request.model) }

  func command(_ step: ReleaseFinding.Step) -> String {
    switch step {
    case .evaluate(let benchmark, let seed, let isGuarded):
      let seed = seed.map { " --seed \($0)" } ?? ""
      let guarding = isGuarded ? " --policy GUARD-POLICY" : ""
      return
        "gemma-safety evaluate run --suite \(Self.quoted(benchmark)) --model \(model)\(guarding)\(seed)"
        + " --audit \(audit)"
    case .evaluateBaseline(let benchmark, let digest):
      return
        "gemma-safety evaluate run --suite \(Self.quoted(benchmark)) --model BASELINE --audit \(audit)"
        + "   (the model of sha256 \(digest.hex.prefix(12))…)"
    case .filter(let names):
      return "gemma-safety filter CORPUS --policy POLICY --audit \(audit)"
        + "   (with \(names.joined(separator: ", ")) acting)"
    case .verifyLog: return "gemma-safety audit verify \(audit)"
    case .publishCheckpoint:
      return "gemma-safety audit checkpoint \(audit) --key audit.key --out checkpoint"
        + "   (then --checkpoint checkpoint here)"
    case .completeCard(let profile):
      let profile = profile.map { " --profile \($0)" } ?? ""
      return "gemma-safety card check\(profile)\(card)"
    case .nameLicence(let allowed):
      let names = allowed.isEmpty ? "a licence" : allowed.joined(separator: " or ")
      return
        "set `license` of card.yaml to \(names), or change `allowed` of \(session.request.policy)"
    case .signOff(let rule):
      return "add to `signoffs` of \(session.request.policy): "
        + "{rule: \(rule), approver: NAME, model: \(session.digest.root.hex), date: DAY}"
    case .reviewWaiver(let rule):
      return "renew or take out the waiver of \(rule) in \(session.request.policy)"
    case .improveModel:
      return
        "the evidence is clear: change the model, or waive the rule in \(session.request.policy)"
    }
  }

  /// Where the card that was handed in lies; one that was not is looked for where it usually is.
  private var card: String {
    guard let card = session.request.card else {
      return " --audit \(audit)   (then --card card here)"
    }
    guard card.hasSuffix(".md") else { return " --folder \(Self.quoted(card)) --audit \(audit)" }
    let folder = card.lastIndex(of: "/").map { String(card[...$0]) } ?? ""
    return " --folder \(Self.quoted(folder + "card"))"
      + " --evidence \(Self.quoted(folder + "card.evidence.json"))"
  }

  /// A word as a shell takes it whole.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
        || "-_./,:@%+=".utf8.contains($0)
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
