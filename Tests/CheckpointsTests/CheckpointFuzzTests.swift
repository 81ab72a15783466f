import Checkpoints
import Diagnostics
import FuzzSupport
import Testing

/// Mutated files of a checkpoint: refused with a diagnostic, or read within their bounds.
struct CheckpointFuzzTests {
  @Test func `reads or refuses mutated files`() {
    let good = SafetensorsFileTests.sample.file
    var refused = 0
    Fuzz.rounds(3000, seed: 32_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: "{}[]\",:0123456789F", with: &generator)
      do {
        let file = try SafetensorsFile(
          try CheckpointFile(name: "m", bytes: bytes, maximum: 1 << 20)
        )
        for name in file.tensorNames {
          guard let tensor = file.tensor(name) else { continue }
          #expect(tensor.bytes.upperBound <= bytes.count)
          if tensor.type == .int8 {
            _ = try file.int8s(name, tensor.shape)
          } else {
            _ = try file.floats(name, tensor.shape)
          }
        }
      } catch {
        refused += 1
        #expect(error is Diagnostic, "seed \(32_000 + round)")
      }
    }
    #expect(refused > 1000)
  }

  @Test func `reads or refuses mutated GGUF files`() {
    let good = GGUFBytes.sample.file
    var refused = 0
    Fuzz.rounds(4000, seed: 35_000) { round, generator in
      let bytes = Fuzz.mutated(
        good,
        alphabet: "\u{1}\u{2}\u{4}\u{8}\u{9}\u{C}\u{20}\u{7F}GUF",
        with: &generator
      )
      do {
        let file = try GGUFFile(try CheckpointFile(name: "m", bytes: bytes, maximum: 1 << 20))
        for key in file.metadata.keys {
          _ = try? file.metadata.strings(key)?.map(\.count)
          _ = try? file.metadata.integers(key, as: Int16.self)
          _ = try? file.metadata.floats(key)
          _ = try? file.metadata.booleans(key)
        }
        for name in file.tensorNames {
          guard let tensor = file.tensor(name) else { continue }
          #expect(tensor.bytes.upperBound <= bytes.count)
          _ = try file.floats(name, tensor.shape)
        }
      } catch {
        refused += 1
        #expect(error is Diagnostic, "seed \(35_000 + round)")
      }
    }
    #expect(refused > 1000)
  }

  @Test func `reads or refuses a mutated index`() throws {
    let good = try #require(CheckpointWeightsTests.sharded["model.safetensors.index.json"])
    Fuzz.rounds(1000, seed: 33_000) { round, generator in
      var files = CheckpointWeightsTests.sharded
      files["model.safetensors.index.json"] = Fuzz.mutated(
        good,
        alphabet: "{}\",:./ab",
        with: &generator
      )
      do {
        _ = try CheckpointWeights(CheckpointFolder(name: "m", files: files))
      } catch { #expect(error is Diagnostic, "seed \(33_000 + round)") }
    }
  }

  @Test func `reads or refuses a mutated configuration`() {
    Fuzz.rounds(1000, seed: 34_000) { round, generator in
      let bytes = Fuzz.mutated(
        Array(ModelConfigurationTests.text.utf8),
        alphabet: "{}\":,01",
        with: &generator
      )
      do {
        let configuration = try ModelConfiguration(parsing: bytes, file: "config.json")
        _ = try configuration.modelType()
        _ = try configuration.labels()
      } catch { #expect(error is Diagnostic, "seed \(34_000 + round)") }
    }
  }
}
