import AuditLog
import CorpusFiltering
import Diagnostics
import SafetyCore

/// What is looked at before a session changes anything.
extension MixtureSession {
  /// Finds what stands under the paths of every source.
  ///
  /// Names begin with the source's, and where it has several paths with the number of the path, so that
  /// shards of two filter runs may have the same names.
  ///
  /// - Throws: Every path that is wrong; `input/nothing-to-read`, `input/same-name`,
  ///   `input/in-output`, `input/not-a-file`, `mix/same-file`; what `SourceFolder.check` throws.
  static func findInputs(_ request: MixtureRequest) throws -> [InputInventory] {
    let results = MixtureFolder(path: request.output).realPaths
    return try request.recipe.sources.map { source in
      var whole = InputInventory()
      var seen: Set<String> = []
      for (number, path) in source.paths.map(request.resolved).enumerated() {
        let prefix = source.paths.count == 1 ? source.name : "\(source.name)/\(number)"
        var found = try inventory(of: path, source, request)
        for index in found.shards.indices {
          found.shards[index].name = "\(prefix)/\(found.shards[index].name)"
          try check(found.shards[index].path, of: source, among: results, seen: &seen)
        }
        whole.shards += found.shards
        whole.quarantined += found.quarantined
        whole.ignored += found.ignored
      }
      return whole
    }
  }

  private static func inventory(
    of path: String,
    _ source: MixtureRecipe.Source,
    _ request: MixtureRequest
  ) throws -> InputInventory {
    try SourceFolder.check(path)
    let found = try InputDiscovery(
      include: source.include,
      exclude: source.exclude,
      format: source.format,
      outputFolder: request.output
    ).inventory(of: [path])
    do throws(Diagnostic) {
      try found.requireInput()
    } catch {
      throw Diagnostic(error.code, error.message, at: .init(file: path), hint: error.hint)
    }
    try FilterSession.requireFiles(found.shards)
    return found
  }

  /// The filter runs that the sources came from, each once.
  static func findOrigins(_ request: MixtureRequest) throws -> [FilterOrigin] {
    var origins: [FilterOrigin] = []
    for source in request.recipe.sources {
      for path in source.paths {
        let origin = try FilterOrigin(of: request.resolved(path), source: source.name)
        if let origin, !origins.contains(origin) { origins.append(origin) }
      }
    }
    return origins
  }

  /// Makes the folder of the results this process's own and looks at what is there.
  ///
  /// - Throws: `output/in-use`; what `MixtureFolder.check` throws.
  static func takeOutput(_ request: MixtureRequest) throws -> FileLock {
    let folder = request.output
    try OutputFolder.make(folder)
    let lock = try FileLock(
      "\(folder)/\(EarlierResults.lockName)",
      busy: Diagnostic(
        "output/in-use",
        "another run writes to the folder",
        at: .init(file: folder),
        hint: "wait for its end, or choose another folder with -o"
      )
    )
    try MixtureFolder(path: folder).check(
      overwrites: request.overwrites,
      resumes: request.resumes
    )
    return lock
  }

  /// Makes sure that a mixture reads no file twice for one source and none that it would replace.
  private static func check(
    _ input: String,
    of source: MixtureRecipe.Source,
    among results: [String],
    seen: inout Set<String>
  ) throws {
    guard let path = RealPath.of(input) else { return }
    guard seen.insert(path).inserted else {
      throw Diagnostic(
        "mix/same-file",
        "two paths of the source `\(source.name)` lead to one file",
        at: .init(file: input),
        hint: "`repeat` takes a source more than once"
      )
    }
    guard results.contains(where: { path == $0 || path.hasPrefix($0 + "/") }) else { return }
    throw Diagnostic(
      "input/in-output",
      "the input stands among the results that the mixture would replace",
      at: .init(file: input),
      hint: "choose another folder with -o"
    )
  }
}
