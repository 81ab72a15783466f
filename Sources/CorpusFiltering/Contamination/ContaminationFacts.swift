import SafetyCore

/// What a run looked for: which benchmarks and files, of which data, and how much of them.
package struct ContaminationFacts: Sendable, Hashable {
  /// One benchmark or file of items.
  package struct Source: Sendable, Hashable {
    /// What became of it.
    package enum State: String, Sendable, Hashable {
      case read
      /// All benchmarks were asked for, and its files are not there.
      case absent
      /// The policy leaves it out.
      case leftOut = "left_out"
    }

    /// The benchmark's id, or the name of the file.
    package var name: String
    package var state = State.read
    package var items = 0
    /// Items none of whose texts is long enough to be looked for.
    package var tooShort = 0
    /// Items of which every n-gram stands in too many others.
    package var shared = 0
    /// Different n-grams.
    package var ngrams = 0
    /// Over the files, as evaluations have it.
    package var dataSHA256: Digest?
    /// Of the benchmark's description.
    package var descriptionSHA256: Digest?
    /// What was looked for and is not there.
    package var missing: [String] = []

    package init(name: String, state: State = .read) {
      self.name = name
      self.state = state
    }

    /// Items that can be found.
    package var searchable: Int { items - tooShort - shared }
  }

  package var settings: ContaminationSettings
  /// In the order in which they were asked for.
  package var sources: [Source]
  /// Of the index in memory.
  package var indexBytes = 0

  init(settings: ContaminationSettings, sources: [Source]) {
    self.settings = settings
    self.sources = sources
  }

  /// As the log's first event of a run has it.
  package var canonical: CanonicalValue {
    [
      "ngram": .integer(settings.ngram),
      "sources": .array(sources.map { .object(Self.members(of: $0)) }),
    ]
  }

  private static func members(of source: Source) -> [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "name": .string(source.name), "state": .string(source.state.rawValue),
    ]
    switch source.state {
    case .leftOut: break
    case .absent: members["missing"] = .array(source.missing.map { .string($0) })
    case .read:
      members["items"] = .integer(source.items)
      members["too_short"] = .integer(source.tooShort)
      members["shared"] = .integer(source.shared)
      members["ngrams"] = .integer(source.ngrams)
    }
    members["data_sha256"] = source.dataSHA256.map { .string($0.hex) }
    members["description_sha256"] = source.descriptionSHA256.map { .string($0.hex) }
    return members
  }
}
