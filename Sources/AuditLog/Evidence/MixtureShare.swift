import SafetyCore

/// What one source holds and what of it went into a training mixture.
package struct MixtureShare: EventBody {
  package static let kind = "mix.source"

  package var run: String
  /// The recipe's name of the source.
  package var source: String
  /// `documents`, `bytes` or `tokens`: what `available`, `asked` and `taken` count.
  package var unit: String
  package var available: Int
  package var asked: Int
  /// Every copy counted.
  package var taken: Int
  /// Every copy counted.
  package var documents: Int
  /// Documents that are in the mixture at least once.
  package var distinct: Int
  /// UTF-8 bytes of the texts, every copy counted.
  package var bytes: Int
  /// Documents set aside.
  package var heldOut: Int

  package init(
    run: String,
    source: String,
    unit: String,
    available: Int,
    asked: Int,
    taken: Int,
    documents: Int,
    distinct: Int,
    bytes: Int,
    heldOut: Int
  ) {
    self.run = run
    self.source = source
    self.unit = unit
    self.available = available
    self.asked = asked
    self.taken = taken
    self.documents = documents
    self.distinct = distinct
    self.bytes = bytes
    self.heldOut = heldOut
  }

  package var members: [String: CanonicalValue] {
    [
      "source": .string(source), "unit": .string(unit), "available": .integer(available),
      "asked": .integer(asked), "taken": .integer(taken), "documents": .integer(documents),
      "distinct": .integer(distinct), "bytes": .integer(bytes), "held_out": .integer(heldOut),
    ]
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      source: try members.string("source"),
      unit: try members.string("unit"),
      available: try members.count("available"),
      asked: try members.count("asked"),
      taken: try members.count("taken"),
      documents: try members.count("documents"),
      distinct: try members.count("distinct"),
      bytes: try members.count("bytes"),
      heldOut: try members.count("held_out")
    )
  }
}
