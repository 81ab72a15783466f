import Diagnostics
import SafetyCore
import TextViews

/// The weights of a linear classifier over hashed features, and how its sums become scores.
///
/// A model is two files: `manifest.json`, which says how to read the other, and the weights, one
/// signed byte for each bucket and label.
package struct LinearModel: Sendable {
  /// The two files as bytes.
  package struct Files: Sendable {
    package var manifest: [UInt8]
    package var weights: [UInt8]
    /// Names for errors.
    package var manifestName: String
    package var weightsName: String

    package init(
      manifest: [UInt8],
      weights: [UInt8],
      manifestName: String,
      weightsName: String
    ) {
      self.manifest = manifest
      self.weights = weights
      self.manifestName = manifestName
      self.weightsName = weightsName
    }
  }

  /// Bounds that keep hostile files from taking the machine's memory.
  package enum Limits {
    package static let manifestBytes = 1 << 20
    package static let weightBytes = 64 << 20
    static let bits = 10...22
    static let gramLengths = 1...6
    static let words = 8...1024
  }

  /// Before the weights stands this, and nothing else.
  static let magic = Array("gst-linear-int8\n".utf8)

  package let features: LinearFeatures
  /// Words of a window; even.
  package let window: Int
  /// Weights of a bucket, one byte a label; words first, then pairs, then padding.
  package let weights: [UInt8]
  let scales: [Double]
  let biases: [Double]
  package let curves: [LinearCurve]

  /// Checks and unpacks a model.
  ///
  /// - Throws: A `linear/…` diagnostic that names the file and the field.
  package init(_ files: Files) throws {
    let manifest = try LinearManifest(parsing: files.manifest, file: files.manifestName)
    features = manifest.features
    window = manifest.window
    scales = manifest.scales
    biases = manifest.biases
    curves = manifest.curves
    weights = try Self.weights(files, manifest)
  }

  private static func weights(_ files: Files, _ manifest: LinearManifest) throws -> [UInt8] {
    let count = 1 << manifest.features.wordBits + 1 << manifest.features.pairBits
    let expected = magic.count + count * LinearSums.labelCount
    let bytes = files.weights
    let place = Diagnostic.Place(file: files.weightsName)
    guard bytes.count == expected else {
      throw Diagnostic(
        "linear/weights-size",
        "the weights have \(bytes.count) bytes, the manifest asks for \(expected)",
        at: place
      )
    }
    guard bytes.starts(with: magic) else {
      throw Diagnostic("linear/weights-magic", "the file does not begin as weights do", at: place)
    }
    guard Digest.sha256(bytes) == manifest.weightsDigest else {
      throw Diagnostic(
        "linear/weights-digest",
        "the weights are not those whose `sha256` the manifest names",
        at: place,
        hint: "take both files from the same training run"
      )
    }
    return bytes.dropFirst(magic.count) + [UInt8](repeating: 0, count: LinearSums.padding)
  }

  /// Adds up the weights for one worker.
  func makeSums() -> LinearSums {
    LinearSums(
      weights: weights,
      wordBits: features.wordBits,
      pairBits: features.pairBits,
      parts: features.grams
    )
  }

  /// The raw value of a label from the sum of its weights over a window.
  package func value(_ label: Int, sum: Int, words: Int) -> Double {
    biases[label] + scales[label] * Double(sum) / Double(words).squareRoot()
  }
}
