import Diagnostics
import Foundation
import FuzzSupport
import SafetyCore
import SafetyPolicy
import SafetyRuntime
import Testing

/// Mutated guard policies: refused with a diagnostic, or read the same twice.
struct GuardPolicyFuzzTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "policies")

  @Test(arguments: [
    "default.yaml", "children.yaml", "gemma-prohibited-use.yaml", "guard-texts.yaml",
  ])
  func `reads or refuses a mutated guard policy`(name: String) throws {
    let good = Array(try Data(contentsOf: Self.folder.appending(path: name)))
    Fuzz.rounds(60, seed: 81_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: "{}[]:,-#&*!|>'\"%@\n\t 0.e~?()", with: &generator)
      let text = String(decoding: bytes, as: UTF8.self)
      do {
        var parser = GuardPolicyParser(loader: GuardPolicyFile.load)
        let policy = try parser.parse(text, file: "p.yaml")
        var again = GuardPolicyParser(loader: GuardPolicyFile.load)
        #expect(try again.parse(text, file: "p.yaml").digest == policy.digest)
      } catch {
        #expect(error is Diagnostic || error is Diagnostics, "seed \(81_000 + round)")
      }
    }
  }

  @Test func `reads or refuses mutated conditions`() {
    let detectors = "detectors: {pot: {kind: pii}, tea: {kind: linear}}\n"
    let head = "schema: gemma-safety/policy/1\nname: k\nversion: 1.0.0\n" + detectors
    let good = Array(
      "any(all(hit(pot), score(tea) >= 0.25), not(lang in [en, de-AT]), count(pot) >= 3)".utf8
    )
    Fuzz.rounds(1_000, seed: 82_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: "()[],>=. notahily01", with: &generator)
      let condition = String(decoding: bytes, as: UTF8.self).filter { $0 != "\"" && $0 != "\\" }
      let yaml =
        head + "rules:\n  - {id: r, stage: prompt, action: annotate, if: \"\(condition)\"}\n"
      do {
        var parser = GuardPolicyParser { _ in throw Diagnostic("x/y", "z") }
        let policy = try parser.parse(yaml, file: "p.yaml")
        let text = policy.rules[0].condition.text(policy.detectors.map(\.id))
        var again = GuardPolicyParser { _ in throw Diagnostic("x/y", "z") }
        let spelled =
          head + "rules:\n  - {id: r, stage: prompt, action: annotate, if: \"\(text)\"}\n"
        #expect(
          try again.parse(spelled, file: "p.yaml").digest == policy.digest,
          "seed \(82_000 + round)"
        )
      } catch {
        #expect(error is Diagnostics, "seed \(82_000 + round)")
      }
    }
  }
}
