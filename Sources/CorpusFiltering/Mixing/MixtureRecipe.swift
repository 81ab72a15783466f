import Compression
import SafetyCore

/// What a training mixture is made of and in which proportions, as a recipe file says.
package struct MixtureRecipe: Sendable, Hashable {
  /// What amounts count.
  package enum Unit: String, Sendable, Hashable, CaseIterable {
    case documents
    /// UTF-8 bytes of the texts.
    case bytes
    /// Tokens of the texts by the recipe's tokenizer, without special ones around them.
    case tokens
  }

  /// What happens where a source holds less than is asked of it.
  package enum Shortage: String, Sendable, Hashable, CaseIterable {
    case error
    /// The mixture becomes smaller, its proportions stay.
    case scale
  }

  /// How much of a source goes into the mixture.
  package enum Amount: Sendable, Hashable {
    /// A part, in millionths, of what the other kinds leave of the total.
    case weight(Int)
    /// A part that grows with the source's size as the recipe's temperature says.
    case bySize
    /// So much in the recipe's unit.
    case take(Int)
    /// So many passes, in millionths.
    case passes(Int)
  }

  /// Documents set aside from every source, whatever the rest of the recipe says.
  package struct Holdout: Sendable, Hashable {
    /// Of all texts, over 0 and under 1.
    package var share: Double
    /// Changes which texts; apart from the recipe's seed, so that recipes can share a holdout.
    package var seed: Int

    package init(share: Double, seed: Int) {
      self.share = share
      self.seed = seed
    }
  }

  /// One corpus of the mixture.
  package struct Source: Sendable, Hashable {
    package var name: String
    /// As they are written; relative ones begin at the recipe's folder.
    package var paths: [String]
    package var include: [String]
    package var exclude: [String]
    /// By each file's name where nil.
    package var format: InputFormat?
    package var options: ReadOptions
    package var amount: Amount

    package init(
      name: String,
      paths: [String],
      include: [String] = [],
      exclude: [String] = [],
      format: InputFormat? = nil,
      options: ReadOptions = ReadOptions(),
      amount: Amount
    ) {
      self.name = name
      self.paths = paths
      self.include = include
      self.exclude = exclude
      self.format = format
      self.options = options
      self.amount = amount
    }
  }

  /// A million, the unit of weights and passes: parts are whole numbers, so that sums are exact.
  package static let million = 1_000_000

  package var name: String
  package var seed = 0
  package var unit = Unit.documents
  /// A tokenizer's file or the folder that holds it.
  package var tokenizer: String?
  /// Of the whole mixture, in `unit`; as much as the sources allow where nil.
  package var total: Int?
  /// How often a document may stand in the mixture, in millionths.
  package var maximumPasses = MixtureRecipe.million
  package var shortage = Shortage.error
  package var temperature: Double?
  /// Files that the mixture is written to.
  package var shards = 1
  package var compression = OutputCompression.none
  package var holdout: Holdout?
  /// In the order of the file.
  package var sources: [Source] = []
  /// Of the file's bytes.
  package var digest: Digest

  /// A recipe without sources, to be filled in.
  package init(name: String, digest: Digest) {
    self.name = name
    self.digest = digest
  }
}

/// A number of millionths as the shortest decimal, such as `2.5`.
package func decimal(ofMillionths number: Int) -> String {
  decimal(Double(number) / Double(MixtureRecipe.million))
}
