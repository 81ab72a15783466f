import Checkpoints
import Diagnostics
import FuzzSupport
import SafetyClassifiers
import SafetyCore
import TensorCompute
import Testing

/// Mutated texts and files: scored, or refused with a diagnostic.
struct ClassifierFuzzTests {
  @Test func `scores bytes that are no UTF-8`() throws {
    let classifier = try EncoderClassifier(SampleClassifier.folder())
    Fuzz.rounds(300, seed: 43_000) { round, generator in
      let bytes = Fuzz.mutated(
        Array("Silver kettle, caf\u{e9} \u{4e2d}. Dance\n".utf8),
        alphabet: " .!?\n[]#'",
        with: &generator
      )
      do {
        let session = try classifier.makeSession()
        let result = try bytes.withUnsafeBytes { try session.classify([$0]) }[0]
        for window in result.windows { #expect(window.upperBound <= bytes.count) }
        #expect(result.scores.allSatisfy { 0...1 ~= $0 })
      } catch { Issue.record("seed \(43_000 + round): \(error)") }
    }
  }

  @Test func `comes to an end in any bytes`() {
    Fuzz.rounds(1000, seed: 45_000) { round, generator in
      let bytes = Fuzz.mutated(
        Array("One. Two!\u{201D} \u{3002}\u{61F} J. K\n".utf8),
        alphabet: ".!? \n\"A",
        with: &generator
      )
      bytes.withUnsafeBytes { all in
        var sentences = SentenceEnds(all)
        var last = -1
        // An end may be given twice, where a sign stands before a line's end.
        for _ in 0...2 * all.count {
          let end = sentences.next()
          #expect(end <= all.count && end >= last, "seed \(45_000 + round)")
          last = end
        }
        #expect(last == all.count)
      }
    }
  }

  @Test func `reads or refuses a mutated manifest`() throws {
    let good = Array(try SampleClassifier.manifest(ClassifierManifestTests.rich).utf8)
    var refused = 0
    Fuzz.rounds(2000, seed: 47_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: "{}[]\":,.0123456789", with: &generator)
      do {
        _ = try ClassifierManifest(parsing: bytes, file: "m")
      } catch {
        refused += 1
        #expect(error is Diagnostic, "seed \(47_000 + round)")
      }
    }
    #expect(refused > 1000)
  }

  @Test func `builds or refuses a model of a mutated configuration`() throws {
    for (number, name) in ["bert-multi-label", "deberta-v3", "roberta"].enumerated() {
      let fixture = try Fixture(name)
      let weights = try fixture.weights()
      var refused = 0
      Fuzz.rounds(300, seed: 48_000 + UInt64(number) * 1000) { round, generator in
        let config = Fuzz.mutated(fixture.config, alphabet: "{}\":,0123456789-", with: &generator)
        let files = ["config.json": config, "model.safetensors": weights]
        do {
          let model = try EncoderModel(CheckpointFolder(name: "m", files: files))
          var batch = TokenBatch()
          batch.append([5, 6, 7, 8])
          var logits: [Float] = []
          try model.computeLogits(batch, into: &logits, workspace: Workspace())
        } catch {
          refused += 1
          #expect(error is Diagnostic, "\(name), round \(round): \(error)")
        }
      }
      #expect(refused > 50)
    }
  }

  @Test func `builds or refuses a model of mutated weights`() throws {
    let fixture = try Fixture("bert-multi-label")
    let weights = try fixture.weights()
    // Mutations fall on the header, where there is something to misread.
    let end = 8 + Int(weights[0]) + Int(weights[1]) << 8
    Fuzz.rounds(300, seed: 52_000) { round, generator in
      let header = Fuzz.mutated(
        Array(weights[..<end]),
        alphabet: "{}[]\":,0123456789F",
        with: &generator
      )
      let files = ["config.json": fixture.config, "model.safetensors": header + weights[end...]]
      do {
        _ = try EncoderModel(CheckpointFolder(name: "m", files: files))
      } catch { #expect(error is Diagnostic, "seed \(52_000 + round)") }
    }
  }
}
