import Diagnostics
import SafetyEvaluation

/// The descriptions of benchmarks that come with the program, or that a person keeps in a folder.
package struct BenchmarkLibrary: Sendable {
  /// Where data is looked for where nobody says: in the folder of this name.
  static let standardData = "benchmark-data"
  private static let ending = ".yaml"

  /// Every benchmark by its id.
  package let benchmarks: [BenchmarkDescription]

  /// Reads all descriptions of a folder.
  ///
  /// - Parameter folder: Nil for the shipped one.
  /// - Throws: What is wrong with a description, with line and column.
  package init(folder: String? = nil) throws {
    let folder = try folder ?? PolicyFolder.neighbour("benchmarks")
    guard let names = FolderNames.read(folder) else { throw InputFile.unreadable(folder) }
    benchmarks = try names.filter { $0.hasSuffix(Self.ending) }.map { name in
      let path = "\(folder)/\(name)"
      let description = try BenchmarkParser.parse(try InputFile.text(path), file: path)
      guard name == description.id + Self.ending else {
        throw Diagnostic(
          "benchmark/file-name",
          "the file is not named after the benchmark's id",
          at: .init(file: path),
          hint: "name it \(description.id)\(Self.ending)"
        )
      }
      return description
    }
  }

  /// How benchmarks compute their figures, by id.
  package var recipes: [String: [MetricRecipe]] {
    Dictionary(uniqueKeysWithValues: benchmarks.map { ($0.id, $0.metrics) })
  }

  /// Every name that a suite may have: areas, suites and ids.
  package var names: [String] {
    let areas = BenchmarkDescription.Area.allCases.map(\.rawValue)
    let suites = Set(benchmarks.flatMap(\.suites)).subtracting(areas)
    return areas + suites.sorted() + benchmarks.map(\.id)
  }

  /// The benchmarks of several suites, each once, in the order of their names.
  ///
  /// - Parameter names: Of areas, suites or benchmarks.
  /// - Returns: At least one.
  /// - Throws: `evaluate/unknown-suite` with the name that may have been meant.
  package func select(_ names: [String]) throws -> [BenchmarkDescription] {
    var wanted: Set<String> = []
    for name in names {
      let found = benchmarks.filter {
        $0.id == name || $0.area.rawValue == name || $0.suites.contains(name)
      }
      guard !found.isEmpty else {
        throw Diagnostic(
          "evaluate/unknown-suite",
          "there is no benchmark or suite `\(name)`",
          hint: nearest(to: name, among: self.names).map { "did you mean `\($0)`?" }
            ?? "`gemma-safety evaluate list` names them all"
        )
      }
      wanted.formUnion(found.map(\.id))
    }
    return benchmarks.filter { wanted.contains($0.id) }
  }

  /// Where data is read from: what was given, else the setting `data`, else `benchmark-data`.
  package static func dataFolder(_ given: String?) -> String {
    given ?? Settings.current[.data] ?? standardData
  }

  /// Whether the files of a benchmark are in a folder.
  package static func presence(
    of benchmark: BenchmarkDescription,
    in folder: String
  ) throws -> BenchmarkPresence {
    try BenchmarkLoader(benchmark, files: BenchmarkFolder(root: folder)).presence()
  }
}
