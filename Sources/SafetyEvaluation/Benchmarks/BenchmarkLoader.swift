import Diagnostics
import SafetyCore
import StrictJSON

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
      let patterns = source.files + source.exampleFiles + [source.beside?.file].compactMap { $0 }
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

  /// Reads all records of the first source whose files are there.
  ///
  /// - Throws: `benchmark/no-data` where none are, `benchmark/empty`, `benchmark/duplicate-id`, and
  ///   what is wrong with a file or row, with file and line.
  package func load() throws -> LoadedBenchmark {
    let presence = try presence()
    guard let index = presence.source else { throw missingData(presence) }
    let source = description.sources[index]
    var reading = BenchmarkReading(source, files: files)
    for pattern in source.files {
      for match in try matches(pattern) { try reading.read(match.path, captured: match.fields) }
    }
    guard !reading.records.isEmpty else {
      throw Diagnostic(
        "benchmark/empty",
        "the files of `\(description.id)` hold no item",
        at: .init(file: "\(files.root)/\(presence.paths.first ?? "")")
      )
    }
    try Self.checkIDs(of: reading.records)
    let records = try description.variants?.expand(reading.records) ?? reading.records
    var examples = BenchmarkReading(source, files: files)
    for pattern in source.exampleFiles {
      for match in try matches(pattern) { try examples.read(match.path, captured: match.fields) }
    }
    return LoadedBenchmark(
      description: description,
      records: records,
      examples: try WorkedExamples(examples.records, sharing: source.sharedFields),
      dataSHA256: Self.digest(of: reading.digests.merging(examples.digests) { first, _ in first })
    )
  }

  private func missingData(_ presence: BenchmarkPresence) -> Diagnostic {
    Diagnostic(
      "benchmark/no-data",
      "the files of `\(description.id)` are not there: "
        + presence.missing.prefix(4).map { "`\($0)`" }.joined(separator: ", "),
      at: .init(file: files.root),
      hint: "get them from \(description.url), or name their folder with --data"
    )
  }

  /// The files that a pattern stands for, by name, with the parts of their names.
  private func matches(_ pattern: TextTemplate) throws -> [(path: String, fields: [String: String])]
  {
    let cut = pattern.text.lastIndex(of: "/")
    let folder = cut.map { String(pattern.text[..<$0]) } ?? ""
    let last = cut.map { String(pattern.text[pattern.text.index(after: $0)...]) } ?? pattern.text
    guard let name = TextTemplate(parsing: last) else { return [] }
    return try files.names(in: folder).sorted().compactMap { file in
      name.match(file).map { (folder.isEmpty ? file : "\(folder)/\(file)", $0) }
    }
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

/// Whether a benchmark's files are at hand.
package struct BenchmarkPresence: Sendable, Hashable {
  /// The index of the source whose files are all there.
  package var source: Int?
  package var paths: [String]
  /// Patterns without a file, where no source is complete.
  package var missing: [String]
}

/// A benchmark with its questions.
package struct LoadedBenchmark: Sendable {
  package var description: BenchmarkDescription
  package var records: [BenchmarkRecord]
  /// Worked examples to put ahead of questions.
  package var examples: WorkedExamples
  /// Over all files that were read.
  package var dataSHA256: Digest
}
