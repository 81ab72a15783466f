import Diagnostics
import Glibc
import SafetyClassifiers
import SafetyCore
import SafetyDetectors

/// The classifiers that come with the program, and those that a person brings in a folder.
package enum ClassifierLibrary {
  static let lexicons = "lexicons"
  /// Folders of `classifiers/` that hold no classifier.
  private static let others: Set<String> = ["training"]

  /// The folder of the shipped classifiers.
  static func folder() throws -> String { try PolicyFolder.neighbour("classifiers") }

  /// The names of what is in it, sorted.
  package static func names() throws -> [String] {
    let folder = try folder()
    return (FolderNames.read(folder) ?? []).filter { name in
      !others.contains(name) && isFolder("\(folder)/\(name)")
    }
  }

  /// Everything in it, with what is wrong where it cannot be used.
  package static func entries() throws -> [ClassifierEntry] {
    let folder = try folder()
    return try names().map { ClassifierEntry(name: $0, path: "\(folder)/\($0)") }
  }

  /// Reads and checks a classifier.
  ///
  /// - Parameter choice: A shipped one by its name, or a folder.
  /// - Returns: The classifier, ready to score.
  /// - Throws: `classifier/unknown` with a suggestion; what reading its files throws.
  package static func open(_ choice: ClassifierChoice) throws -> LoadedClassifier {
    let path = try path(of: choice.name)
    guard isLinear(path) else { return try transformer(path, choice) }
    guard choice.precision == nil, choice.windowTokens == nil, choice.prevalence.isEmpty else {
      throw Diagnostic(
        "classifier/no-such-option",
        "a linear classifier has no precision, window or prevalence to choose",
        at: .init(file: path)
      )
    }
    return LoadedClassifier(
      classifier: LinearClassifier(
        name: path.split(separator: "/").last.map(String.init) ?? path,
        model: try LinearModelFiles.read(from: path)
      ),
      digest: try digest(of: LinearModelFiles.files(in: path)),
      thresholds: [:]
    )
  }

  /// Whether a folder holds a linear model.
  static func isLinear(_ path: String) -> Bool { access("\(path)/weights.bin", F_OK) == 0 }

  static func digest(of files: [String]) throws -> Digest {
    var hasher = Hasher256()
    for file in files { hasher.update(try InputFile.digest(file).sha256.bytes) }
    return hasher.finalize()
  }

  private static func transformer(
    _ path: String,
    _ choice: ClassifierChoice
  ) throws -> LoadedClassifier {
    var options = EncoderOptions()
    options.precision = choice.precision.flatMap { EncoderPrecision(rawValue: $0.rawValue) }
    options.windowTokens = choice.windowTokens
    options.prevalence = choice.prevalence
    let classifier = try EncoderClassifier(path: path, options: options)
    let named = classifier.thresholds.mapValues { list in
      Dictionary(list.map { ($0.name, $0.threshold) }, uniquingKeysWith: { first, _ in first })
    }
    return LoadedClassifier(
      classifier: classifier,
      digest: classifier.digest,
      thresholds: named
    )
  }

  /// A folder as it stands, or the folder of a shipped name.
  private static func path(of name: String) throws -> String {
    if name.contains("/") {
      guard isFolder(name) else {
        throw Diagnostic(
          "classifier/unknown",
          "there is no such folder",
          at: .init(file: name),
          hint: "`gemma-safety classifiers list` names the shipped ones"
        )
      }
      return name
    }
    let shipped = try names()
    if shipped.contains(name), name != lexicons { return try folder() + "/\(name)" }
    guard !isFolder(name) else { return name }
    let classifiers = shipped.filter { $0 != lexicons }
    throw Diagnostic(
      "classifier/unknown",
      "neither a folder nor a shipped classifier is called `\(name)`",
      hint: nearest(to: name, among: classifiers).map { "did you mean `\($0)`?" }
        ?? "shipped are \(classifiers.joined(separator: ", "))"
    )
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
