import Checkpoints
import Diagnostics
import SafetyCore
import TensorCompute
import Tokenization

/// A transformer encoder that classifies texts: a folder of `classifiers/` or one from elsewhere.
///
/// With a manifest, every file is held to its size and digest and scores are calibrated. Without
/// one, the scores are those of the model itself.
package struct EncoderClassifier: TextClassifier {
  private static let usualWindow = 128

  package let name: String
  package let labels: [String]
  package let window: WindowOptions
  /// Binds every file that the scores depend on.
  package let digest: Digest
  package let manifest: ClassifierManifest?
  let model: EncoderModel
  let tokenizer: Tokenizer
  let readouts: [LabelReadout]

  package var precision: EncoderPrecision { model.precision }

  /// Probabilities from which labels count, by label; none without a manifest.
  package var thresholds: [String: [LabelThreshold]] { manifest?.thresholds ?? [:] }

  /// Reads, checks and packs a classifier.
  ///
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(_ folder: CheckpointFolder, options: EncoderOptions = EncoderOptions()) throws {
    manifest = try Self.manifest(folder)
    digest = try ClassifierSeal(folder, manifest).digest
    name = manifest?.name ?? Self.name(of: folder)
    tokenizer = try ClassifierTokenizer(folder).read()
    model = try EncoderModel(folder, precision: options.precision)
    let builder = ReadoutBuilder(model: model, manifest: manifest, folder: folder)
    (labels, readouts) = try builder.build(prevalence: options.prevalence)
    let usual = WindowOptions(tokens: min(model.configuration.maximumTokens, Self.usualWindow))
    var window = manifest?.window ?? usual
    if let tokens = options.windowTokens { window.tokens = tokens }
    self.window = window
    try checkSizes(folder)
  }

  /// The same for a path.
  package init(path: String, options: EncoderOptions = EncoderOptions()) throws {
    try self.init(CheckpointFolder(path: path), options: options)
  }

  package func makeSession() throws -> any TextClassifierSession { EncoderSession(self) }

  private static func manifest(_ folder: CheckpointFolder) throws -> ClassifierManifest? {
    guard folder.has(ClassifierManifest.file) else { return nil }
    let file = try folder.open(
      ClassifierManifest.file,
      maximum: ClassifierManifest.limits.bytes
    )
    return try ClassifierManifest(parsing: try file.bytes(), file: file.name)
  }

  /// Holds the tokenizer and the window to what the model can take.
  private func checkSizes(_ folder: CheckpointFolder) throws {
    let (known, most) = (model.configuration.vocabulary, model.configuration.maximumTokens)
    guard tokenizer.vocabularySize <= known else {
      throw Diagnostic(
        "classifier/vocabulary",
        "the tokenizer has \(tokenizer.vocabularySize) tokens, the model knows \(known)",
        at: .init(file: folder.name)
      )
    }
    let special = tokenizer.specialTokens.prefix.count + tokenizer.specialTokens.suffix.count
    guard special + 2 <= window.tokens, window.tokens <= most else {
      throw Diagnostic(
        "classifier/window",
        "a window of \(window.tokens) tokens is not within \(special + 2) to \(most)",
        at: .init(file: folder.name)
      )
    }
  }

  /// The folder's own name, in the letters that a classifier's name may have.
  private static func name(of folder: CheckpointFolder) -> String {
    let last = folder.name.split(separator: "/").last ?? "classifier"
    let letters = last.lowercased().unicodeScalars.map { scalar -> Character in
      "a"..."z" ~= scalar || "0"..."9" ~= scalar ? Character(scalar) : "-"
    }
    return String(letters.prefix(64))
  }
}
