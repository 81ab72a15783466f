import FoundationEssentials
import GenerationGuard
import Glibc
import SafetyPolicy

/// Looks at a text each time a line comes in, and answers with the time it took, so that others can
/// take turns with it: `guard-benchmark --turns FOLDER`.
///
/// The folder has `phrases.txt` and `patterns.txt`, one a line, and `text.txt`.
enum Turns {
  static func run(_ folder: String) throws {
    func lines(_ name: String) throws -> [String] {
      try String(contentsOfFile: "\(folder)/\(name).txt", encoding: .utf8)
        .split(separator: "\n").map(String.init)
    }
    var policy = GuardPolicy(name: "turns", version: "1.0.0")
    policy.detectors = [
      GuardDetector(id: "phrases", kind: .lexicon), GuardDetector(id: "patterns", kind: .pattern),
    ]
    policy.detectors[0].phrases = try lines("phrases")
    policy.detectors[1].patterns = try lines("patterns")
    policy.rules = policy.detectors.indices.map { index in
      GuardRule(id: "rule-\(index)", stages: [.output], condition: .hit(index), action: .redact)
    }
    let program = try GuardProgram(policy, GuardResources())
    let text = try String(contentsOfFile: "\(folder)/text.txt", encoding: .utf8)
    let clock = ContinuousClock()
    say("ready")
    while readLine() != nil {
      let start = clock.now
      let streamGuard = try StreamGuard(program, facts: GuardFacts())
      _ = streamGuard.receive(text)
      _ = streamGuard.finish()
      let taken = clock.now - start
      say("\(Double(taken.components.attoseconds) / 1e12) \(streamGuard.findings.count)")
    }
  }

  private static func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}
