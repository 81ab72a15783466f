import Diagnostics
import SafetyCore

/// What was asked of each source, what it holds and what of it went into a mixture.
package struct MixtureResult: Sendable {
  /// One source.
  package struct Source: Sendable, Hashable {
    package var name: String
    package var supply: MixtureSupply
    /// In the recipe's unit.
    package var asked: Int
    /// In the recipe's unit, every copy counted.
    package var taken: Int
    /// Every copy counted.
    package var documents: Int
    /// Documents that are in the mixture at least once; nil in a plan that was not carried out.
    package var distinct: Int?
    /// UTF-8 bytes of the texts, every copy counted; nil as `distinct`.
    package var bytes: Int?
  }

  /// In the order of the recipe.
  package private(set) var sources: [Source]
  package let isScaled: Bool
  package let quarantine: QuarantineTally
  /// What each input file gave, in the order of the inputs; empty in a plan.
  package private(set) var books: [MixtureBooks] = []
  /// Of the mixture and the holdout; empty in a plan.
  package internal(set) var files: [MixtureFile] = []
  private let quarantined: [Int]

  init(
    _ configuration: MixtureRun.Configuration,
    plan: MixturePlan,
    samples: [ChoiceSpool.Sample],
    _ measurements: MixtureMeasurements
  ) {
    sources = plan.parts.indices.map { index in
      let part = plan.parts[index]
      let supply = measurements.supplies[index]
      return Source(
        name: part.name,
        supply: supply,
        asked: part.asked,
        taken: part.passes * part.available + samples[index].amount,
        documents: part.passes * supply.open.documents + samples[index].documents
      )
    }
    isScaled = plan.isScaled
    quarantine = measurements.quarantine
    quarantined = measurements.quarantined
  }

  /// What was asked and taken of all sources together, in the recipe's unit.
  package var totals: (asked: Int, taken: Int) {
    sources.reduce(into: (0, 0)) { $0 = ($0.0 + $1.asked, $0.1 + $1.taken) }
  }

  /// Lines and files that could not be read.
  package var quarantinedCount: Int { quarantine.rows.reduce(0) { $0 + $1.count } }

  /// Takes over what was drawn, provided that it is what was planned.
  ///
  /// - Throws: `mix/unstable-input` where the inputs have changed meanwhile.
  mutating func book(_ drawing: MixtureDrawing, _ configuration: MixtureRun.Configuration) throws {
    try configuration.inputs.requireUnchanged()
    for index in sources.indices {
      let planned = sources[index]
      let seen = drawing.supplies[index]
      let isSame =
        seen.open.documents == planned.supply.open.documents
        && seen.open.bytes == planned.supply.open.bytes
        && seen.heldOut.documents == planned.supply.heldOut.documents
        && drawing.taken[index].documents == planned.documents
      guard isSame else {
        throw MixtureInputs.unstable(
          .init(file: configuration.recipePath),
          "the files of `\(planned.name)` changed while they were read"
        )
      }
      sources[index].distinct = drawing.distinct[index]
      sources[index].bytes = drawing.taken[index].bytes
    }
    books = drawing.books
    for index in books.indices {
      books[index].counts.read += quarantined[index]
      books[index].counts.quarantined += quarantined[index]
    }
  }
}
