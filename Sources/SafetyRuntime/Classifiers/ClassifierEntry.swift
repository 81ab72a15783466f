import Diagnostics
import Glibc
import SafetyClassifiers
import SafetyCore
import SafetyDetectors

/// What `classifiers list` says of one folder.
package struct ClassifierEntry: Sendable {
  package let name: String
  /// Such as `linear` or `transformer, int8`.
  package private(set) var kind = "unknown"
  package private(set) var labels: [String] = []
  /// Of all files that are read.
  package private(set) var bytes = 0
  package private(set) var digest: Digest?
  package private(set) var licence: String?
  /// What makes it unusable; nil where all is well.
  package private(set) var problem: Diagnostic?

  /// Reads and checks a folder; what is wrong becomes `problem`.
  init(name: String, path: String) {
    self.name = name
    do {
      if name == ClassifierLibrary.lexicons {
        try readLexicons()
      } else if ClassifierLibrary.isLinear(path) {
        try readLinear(path)
      } else {
        try readTransformer(path)
      }
    } catch let error as Diagnostic {
      problem = error
    } catch {
      problem = Diagnostic("classifier/unusable", "\(error)", at: .init(file: path))
    }
  }

  private mutating func readLexicons() throws {
    kind = "lexicons"
    licence = "see README.md"
    let lists = try LexiconFiles.read(for: DetectorSettings())
    let found = Set(lists.flatMap { $0.terms.map(\.category) })
    labels = LexiconCategory.scored.filter { found.contains($0) }.map(\.rawValue)
    try seal(LexiconFiles.files(for: DetectorSettings()).map(\.path))
  }

  private mutating func readLinear(_ path: String) throws {
    kind = "linear, int8"
    labels = LinearLabel.allCases.map(\.rawValue)
    let files = LinearModelFiles.files(in: path)
    _ = try LinearModelFiles.read(from: path)
    licence = try LinearModelFiles.licence(in: path)
    try seal(files)
  }

  private mutating func readTransformer(_ path: String) throws {
    kind = "transformer"
    let classifier = try EncoderClassifier(path: path)
    kind = "transformer, \(classifier.precision.rawValue)"
    labels = classifier.labels
    licence = classifier.manifest?.licence
    digest = classifier.digest
    bytes = (FolderNames.read(path) ?? [])
      .filter { classifier.manifest?.files[$0] != nil || classifier.manifest == nil }
      .reduce(0) { $0 + Self.size("\(path)/\($1)") }
  }

  private mutating func seal(_ files: [String]) throws {
    digest = try ClassifierLibrary.digest(of: files)
    bytes = files.reduce(0) { $0 + Self.size($1) }
  }

  private static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
