import Diagnostics
import Foundation
import FuzzSupport
import SafetyCore
import SafetyPolicy
import SafetyRuntime
import Testing

/// Mutated policies and identity terms: refused with a diagnostic, or read the same twice.
struct PolicyFuzzTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "policies")

  private static let alphabet = "{}[]:,-#&*!|>'\"%@\n\t 0.e~?"

  @Test(arguments: [
    "corpus.yaml", "recipes/datatrove-0.10.yaml", "recipes/dolma-gopher-v2.yaml",
    "recipes/c4.yaml", "dedup.yaml",
  ])
  func `reads or refuses a mutated policy`(name: String) throws {
    let good = Array(try Data(contentsOf: Self.folder.appending(path: name)))
    Fuzz.rounds(120, seed: 7_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: Self.alphabet, with: &generator)
      let text = String(decoding: bytes, as: UTF8.self)
      do {
        var parser = CorpusPolicyParser(catalog: DetectorCatalog.descriptors)
        let policy = try parser.parse(text, file: "p.yaml")
        var again = CorpusPolicyParser(catalog: DetectorCatalog.descriptors)
        let second = try again.parse(text, file: "p.yaml")
        #expect(second.digest == policy.digest)
        let form = policy.canonicalForm
        let reread = try CanonicalValue(parsing: form.canonicalJSON)
        #expect(reread == form)
      } catch {
        #expect(error is Diagnostic || error is Diagnostics, "seed \(7_000 + round)")
      }
    }
  }

  @Test func `reads or refuses mutated identity terms`() throws {
    let good = Array("version: 1\ngroups:\n  spoons: [spoon, silver spoon]\n  cups: [cup]\n".utf8)
    Fuzz.rounds(800, seed: 8_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: Self.alphabet, with: &generator)
      do {
        let groups = try IdentityTermsParser.parse(
          String(decoding: bytes, as: UTF8.self),
          file: "t.yaml"
        )
        #expect(!groups.isEmpty && groups.allSatisfy { !$0.terms.isEmpty })
        #expect(Set(groups.map(\.name)).count == groups.count, "seed \(8_000 + round)")
      } catch {
        #expect(error is Diagnostic, "seed \(8_000 + round)")
      }
    }
  }
}
