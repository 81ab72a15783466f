import Diagnostics
import SafetyCore

/// Reads the files of a benchmark into records.
package struct BenchmarkLoader {
  static let maximumBytes = 512 << 20

  private let description: BenchmarkDescription
  private let files: any BenchmarkFiles

  /// - Parameters:
  ///   - description: What to read.
  ///   - files: From where.
  package init(_ description: BenchmarkDescription, files: any BenchmarkFiles) {
    self.description = description
    self.files = files
  }

  /// Which files there are, without reading them.
  package func presence() throws -> BenchmarkPresence {
    var missing: [String] = []
    for (index, source) in description.sources.enumerated() {
      let lines = source.byLine.flatMap { TextTemplate(parsing: $0.file) }
      let patterns =
        source.files + source.exampleFiles + [source.beside?.file, lines].compactMap { $0 }
      let found = try patterns.map { try matches($0) }
      if let join = source.join, try !hasFile(join.file) {
        missing.append(join.file)
      } else if !found.contains(where: \.isEmpty) {
        return BenchmarkPresence(
          source: index,
          paths: found.prefix(source.files.count).flatMap { $0 }.map(\.path),
          missing: []
        )
      } else {
        missing += zip(patterns, found).filter { $0.1.isEmpty }.map { Self.shown($0.0) }
      }
    }
    return BenchmarkPresence(source: nil, paths: [], missing: missing)
  }

  /// Every file that `load` may read, without reading any; none where no source is complete.
  package func dataPaths() throws -> [String] {
    guard let index = try presence().source else { return [] }
    let source = description.sources[index]
    let named = [source.byLine?.file, source.join?.file].compactMap { $0 }
    let patterns =
      source.files + source.exampleFiles + [source.beside?.file].compactMap { $0 }
      + named.compactMap { TextTemplate(parsing: $0) }
    var paths = Set(try patterns.flatMap { try matches($0).map(\.path) })
    guard source.format == .holisticBias else { return paths.sorted() }
    for path in paths {
      // The lists stand beside the one that is named.
      let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
      let lists = try files.names(in: folder).filter { $0.hasSuffix(".json") }
      paths.formUnion(lists.map { folder.isEmpty ? $0 : "\(folder)/\($0)" })
    }
    return paths.sorted()
  }

  /// Reads all records of the first source whose files are there.
  ///
  /// - Parameter goesOn: Called before each file and every few thousand rows; what it throws stops the
  ///   reading.
  /// - Returns: The benchmark with its records.
  /// - Throws: `benchmark/no-data` where none are, `benchmark/empty`, `benchmark/duplicate-id`, and
  ///   what is wrong with a file or row, with file and line.
  package func load(goesOn: () throws -> Void = {}) throws -> LoadedBenchmark {
    let presence = try presence()
    guard let index = presence.source else { throw try missingData(presence) }
    let source = description.sources[index]
    let reading = try read(source.files, of: source, goesOn)
    guard !reading.records.isEmpty else {
      throw Diagnostic(
        "benchmark/empty",
        "the files of `\(description.id)` hold no item",
        at: .init(file: "\(files.root)/\(presence.paths.first ?? "")")
      )
    }
    try Self.checkIDs(of: reading.records)
    let records = try description.variants?.expand(reading.records) ?? reading.records
    let examples = try read(source.exampleFiles, of: source, goesOn)
    return LoadedBenchmark(
      description: description,
      records: records,
      examples: try WorkedExamples(examples.records, sharing: source.sharedFields),
      dataSHA256: Self.digest(of: reading.digests.merging(examples.digests) { first, _ in first })
    )
  }

  private func read(
    _ patterns: [TextTemplate],
    of source: BenchmarkSource,
    _ goesOn: () throws -> Void
  ) throws -> BenchmarkReading {
    var reading = BenchmarkReading(source, files: files)
    for pattern in patterns {
      for match in try matches(pattern) {
        try reading.read(match.path, captured: match.fields, goesOn: goesOn)
      }
    }
    return reading
  }

  private func missingData(_ presence: BenchmarkPresence) throws -> Diagnostic {
    var hint = "get them from \(description.url), or name their folder with --data"
    if let table = try parquet() {
      hint +=
        "; the description knows no Parquet file `\(table)`: write one of your own, with "
        + "`format: parquet` and its columns"
    }
    return Diagnostic(
      "benchmark/no-data",
      "the files of `\(description.id)` are not there: "
        + presence.missing.prefix(4).map { "`\($0)`" }.joined(separator: ", "),
      at: .init(file: files.root),
      hint: hint
    )
  }

  /// A Parquet file in the folders where the benchmark's files are looked for.
  private func parquet() throws -> String? {
    for source in description.sources {
      for pattern in source.files {
        let parts = pattern.text.split(separator: "/").dropLast()
        let folder = parts.prefix { !$0.contains("{{") }.joined(separator: "/")
        let names = try files.names(in: folder).sorted()
        if let name = names.first(where: { $0.hasSuffix(".parquet") }) {
          return "\(files.root)/\(folder)/\(name)"
        }
      }
    }
    return nil
  }

  /// The files that a pattern stands for, by name, with the parts of their names and folders.
  private func matches(_ pattern: TextTemplate) throws -> [(path: String, fields: [String: String])]
  {
    let parts = pattern.text.split(separator: "/").map(String.init)
    var found: [(path: String, fields: [String: String])] = [("", [:])]
    for (index, part) in parts.enumerated() {
      guard let name = TextTemplate(parsing: part) else { return [] }
      // Folders of a fixed name need no look.
      let isKnown = index < parts.count - 1 && !part.contains("{{")
      found = try found.flatMap { folder, fields in
        try (isKnown ? [part] : files.names(in: folder).sorted()).compactMap { file in
          name.match(file).map { captured in
            (folder.isEmpty ? file : "\(folder)/\(file)", fields.merging(captured) { $1 })
          }
        }
      }
    }
    return found
  }

  private func hasFile(_ path: String) throws -> Bool {
    guard let pattern = TextTemplate(parsing: path) else { return false }
    return try !matches(pattern).isEmpty
  }

  /// A pattern as people write it.
  private static func shown(_ pattern: TextTemplate) -> String {
    pattern.parts.map { part in
      switch part {
      case .literal(let text): text
      case .field: "*"
      }
    }.joined()
  }

  private static func checkIDs(of records: [BenchmarkRecord]) throws {
    var seen: [String: Diagnostic.Place] = [:]
    for record in records {
      guard let other = seen.updateValue(record.place, forKey: record.id) else { continue }
      throw record.problem(
        "benchmark/duplicate-id",
        "the id `\(record.id.prefix(80))` is that of \(other) too"
      )
    }
  }

  /// Over every file's path and digest.
  private static func digest(of files: [String: Digest]) -> Digest {
    Digest.sha256(CanonicalValue.object(files.mapValues { .string($0.hex) }).canonicalJSON)
  }
}
