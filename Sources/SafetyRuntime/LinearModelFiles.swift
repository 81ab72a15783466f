import SafetyCore
import SafetyDetectors

/// The files of a linear model: the shipped one or a person's own.
enum LinearModelFiles {
  /// Reads and checks the model that settings ask for.
  static func read(for settings: DetectorSettings, key: String = "model") throws -> LinearModel {
    try read(from: folder(for: settings, key: key))
  }

  /// Reads and checks the model of a folder.
  static func read(from folder: String) throws -> LinearModel {
    let paths = files(in: folder)
    return try LinearModel(
      LinearModel.Files(
        manifest: try InputFile.bytes(paths[0], maximum: LinearModel.Limits.manifestBytes),
        weights: try InputFile.bytes(paths[1], maximum: LinearModel.Limits.weightBytes),
        manifestName: paths[0],
        weightsName: paths[1]
      )
    )
  }

  /// The manifest, then the weights.
  static func files(for settings: DetectorSettings, key: String = "model") throws -> [String] {
    files(in: try folder(for: settings, key: key))
  }

  /// The manifest, then the weights.
  static func files(in folder: String) -> [String] {
    ["\(folder)/manifest.json", "\(folder)/weights.bin"]
  }

  /// The licence that the manifest names.
  static func licence(in folder: String) throws -> String? {
    let manifest = files(in: folder)[0]
    let root = try CanonicalValue(
      parsing: InputFile.bytes(manifest, maximum: LinearModel.Limits.manifestBytes),
      file: manifest,
      maximumBytes: LinearModel.Limits.manifestBytes,
      maximumDepth: 8
    )
    guard case .string(let licence)? = root.members?["licence"] else { return nil }
    return licence
  }

  private static func folder(for settings: DetectorSettings, key: String) throws -> String {
    try settings.string(key) ?? PolicyFolder.neighbour("classifiers/toxicity-linear")
  }
}
