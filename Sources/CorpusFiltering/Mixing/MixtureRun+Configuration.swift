import Diagnostics
import SafetyCore

extension MixtureRun {
  /// What a run mixes, and where results go.
  package struct Configuration: Sendable {
    package let recipe: MixtureRecipe
    /// For the places of problems.
    package let recipePath: String
    package let inputs: MixtureInputs
    /// The folder of the results, or nil to plan without writing anything.
    package let output: String?
    /// Nil where the recipe's unit is not tokens.
    package var tokens: (any TokenCounting)?
    package var workers = 1
    package var limits = ReadLimits()
    /// By source.
    let keys: [MixtureKeys]

    package init(
      recipe: MixtureRecipe,
      recipePath: String,
      inputs: MixtureInputs,
      output: String?
    ) {
      self.recipe = recipe
      self.recipePath = recipePath
      self.inputs = inputs
      self.output = output
      keys = recipe.sources.map { MixtureKeys(recipe, source: $0.name) }
    }

    var workFolder: String? { output.map { "\($0)/\(MixtureRun.workName)" } }

    /// Of every file of documents.
    var fileExtension: String { ".jsonl" + recipe.compression.fileExtension }

    /// Such as `train/train-00000-of-00004.jsonl.zst`.
    var trainNames: [String] {
      (0..<recipe.shards).map { index in
        "\(MixtureRun.trainFolder)/train-\(Self.five(index))-of-\(Self.five(recipe.shards))"
          + fileExtension
      }
    }

    func options(ofShard shard: Int) -> ReadOptions {
      recipe.sources[inputs.sources[shard]].options
    }

    /// By source; those of equal options share one.
    func makeDecoders() throws(Diagnostic) -> [RecordDecoder] {
      var made: [ReadOptions: RecordDecoder] = [:]
      var decoders: [RecordDecoder] = []
      for source in recipe.sources {
        if let decoder = made[source.options] {
          decoders.append(decoder)
        } else {
          let decoder = try RecordDecoder(options: source.options, limits: limits)
          made[source.options] = decoder
          decoders.append(decoder)
        }
      }
      return decoders
    }

    func perWorker<Worker>(_ make: () throws -> Worker) rethrows -> [Worker] {
      try (0..<workers).map { _ in try make() }
    }

    private static func five(_ number: Int) -> String {
      let digits = "\(number)"
      return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
  }
}
