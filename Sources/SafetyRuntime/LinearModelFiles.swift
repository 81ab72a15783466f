import SafetyCore
import SafetyDetectors

/// The model of the detector `toxicity-linear`: the shipped one or a person's own.
enum LinearModelFiles {
  /// Reads and checks the model that settings ask for.
  static func read(for settings: DetectorSettings) throws -> LinearModel {
    let paths = try files(for: settings)
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
  static func files(for settings: DetectorSettings) throws -> [String] {
    let folder =
      try settings.string("model")
      ?? PolicyFolder.find() + "/../classifiers/toxicity-linear"
    return ["\(folder)/manifest.json", "\(folder)/weights.bin"]
  }
}
