import CorpusFiltering
import Diagnostics
import SafetyCore
import SafetyEvaluation

/// What the detector `contamination` looks for: items of benchmarks and of a person's own files.
struct ContaminationFiles {
  /// The name that stands for every benchmark whose files are there.
  private static let all = "all"

  let settings: DetectorSettings
  /// Benchmarks in the order of their names, and whether one must be there.
  private let chosen: [(benchmark: BenchmarkDescription, isNamed: Bool)]
  private let leftOut: [BenchmarkDescription]
  private let folder: BenchmarkFolder
  private let paths: [String]

  /// Chooses what settings ask for; of the files nothing is read yet.
  ///
  /// - Throws: `policy/unknown-benchmark`, `contamination/same-name`; what is wrong with a
  ///   description.
  init(_ settings: DetectorSettings) throws {
    self.settings = settings
    let names = settings.strings("benchmarks") ?? [Self.all]
    let given = settings.string("data")
    folder = BenchmarkFolder(root: BenchmarkLibrary.dataFolder(given))
    paths = settings.strings("files") ?? []
    let exceptions = settings.strings("except") ?? []
    guard !names.isEmpty || !exceptions.isEmpty else {
      (chosen, leftOut) = ([], [])
      try Self.requireDifferent(paths, [])
      return
    }
    let library = try BenchmarkLibrary(folder: settings.string("descriptions"))
    let named = try Self.ids(of: names.filter { $0 != Self.all }, in: library)
    let except = try Self.ids(of: exceptions, in: library)
    let wanted = library.benchmarks.filter { names.contains(Self.all) || named.contains($0.id) }
    chosen = wanted.filter { !except.contains($0.id) }.map { ($0, named.contains($0.id)) }
    leftOut = wanted.filter { except.contains($0.id) }
    try Self.requireDifferent(paths, chosen.map(\.benchmark.id))
  }

  /// The benchmarks that names of a policy stand for.
  private static func ids(
    of names: [String],
    in library: BenchmarkLibrary
  ) throws -> Set<String> {
    do {
      return Set(try library.select(names).map(\.id))
    } catch let problem as Diagnostic where problem.code == "evaluate/unknown-suite" {
      throw Diagnostic("policy/unknown-benchmark", problem.message, hint: problem.hint)
    }
  }

  /// Over the descriptions and the files that are there, each by its name.
  func digest() throws -> Digest {
    var known: [String: Digest] = [:]
    var members: [String: CanonicalValue] = [:]
    for (benchmark, _) in chosen {
      var files: [String: CanonicalValue] = ["": .string(benchmark.sha256.hex)]
      for path in try BenchmarkLoader(benchmark, files: folder).dataPaths() {
        let digest = try known[path] ?? InputFile.digest("\(folder.root)/\(path)").sha256
        known[path] = digest
        files[path] = .string(digest.hex)
      }
      members[benchmark.id] = .object(files)
    }
    for path in paths {
      members[ContaminationList.name(of: path)] = .string(try InputFile.digest(path).sha256.hex)
    }
    return Digest.sha256(CanonicalValue.object(members).canonicalJSON)
  }

  /// Reads everything and lays it into one index.
  ///
  /// - Parameter loading: Is told the part that is read and the name of what was read last.
  /// - Returns: What a detector looks for, with the figures of all that was asked for.
  /// - Throws: `benchmark/no-data` for one that is named and not there, `contamination/no-data`,
  ///   `contamination/nothing-to-look-for`; what `loading` throws, and
  ///   what is wrong with a file, with its line.
  func index(loading: @Sendable (Double, String) throws -> Void) throws -> ContaminationIndex {
    let rules = ContaminationSettings(settings)
    let total = Double(max(1, chosen.count + paths.count))
    let reading = ContaminationReading(folder: folder, settings: rules)
    let read = try reading.read(chosen) { part, name in
      try loading(part * Double(chosen.count) / total, name)
    }
    let lists = try paths.enumerated().map { index, path in
      try ContaminationList(path: path, settings: rules).set { part in
        try loading(
          (Double(chosen.count + index) + part) / total,
          ContaminationList.name(of: path)
        )
      }
    }
    let sets = read.compactMap(\.set) + lists
    guard !sets.isEmpty else { throw nothingThere }
    guard sets.contains(where: { $0.facts.ngrams > 0 }) else {
      throw Diagnostic(
        "contamination/nothing-to-look-for",
        "no item has a text of \(min(rules.shortWords, rules.ngram)) words or more of its own",
        hint: "lower `ngram` and `short_words`, or raise `max_items`"
      )
    }
    let others = leftOut.map { ContaminationFacts.Source(name: $0.id, state: .leftOut) }
    return ContaminationIndex(
      settings: rules,
      sets: sets,
      others: read.compactMap(\.absent) + others
    )
  }

  private var nothingThere: Diagnostic {
    guard chosen.isEmpty else {
      return Diagnostic(
        "contamination/no-data",
        "none of \(chosen.count) benchmarks has its files there",
        at: .init(file: folder.root),
        hint: "name the folder of their files with --data or the setting `data`"
      )
    }
    guard leftOut.isEmpty else {
      return Diagnostic(
        "contamination/nothing-to-look-for",
        "`except` leaves out every benchmark that `benchmarks` names",
        hint: "name fewer under `except`, or own items under `files`"
      )
    }
    return Diagnostic(
      "contamination/nothing-to-look-for",
      "the policy names neither benchmarks nor files",
      hint: "write `benchmarks: all` or `files: [...]` under the settings of `contamination`"
    )
  }

  /// Items are named by benchmark or file, so that no two may have one name.
  private static func requireDifferent(_ paths: [String], _ ids: [String]) throws {
    var names = Set(ids)
    for path in paths where !names.insert(ContaminationList.name(of: path)).inserted {
      throw Diagnostic(
        "contamination/same-name",
        "a benchmark or another file of items has the same name",
        at: .init(file: path),
        hint: "name the file otherwise"
      )
    }
  }
}
