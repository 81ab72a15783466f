import ArgumentParser
import SafetyRuntime

/// Where benchmarks and their files are.
struct EvaluateOptions: ParsableArguments {
  @Option(
    help: Setting.data.help("The folder of the benchmarks' files."),
    completion: .directory
  )
  var data: String?
  @Option(
    help: "A folder of descriptions in place of the shipped ones.",
    completion: .directory
  )
  var benchmarks: String?

  var folder: String { BenchmarkLibrary.dataFolder(data) }

  func library() throws -> BenchmarkLibrary { try BenchmarkLibrary(folder: benchmarks) }
}
