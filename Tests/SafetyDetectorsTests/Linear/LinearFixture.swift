import Foundation
import SafetyCore

import SafetyDetectors

/// A small made-up model and the scores that the training code computed with it.
enum LinearFixture {
  /// One harmless string with what it should yield.
  struct Case: Codable, Sendable {
    var text: String
    var words: Int
    /// In the order of the labels, written so that they read back exactly.
    var scores: [String]
    /// Of the first word.
    var buckets: [Int]
    /// Of the first few pairs.
    var pairs: [Int]
  }

  private static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  static func cases() throws -> [Case] {
    let data = try Data(contentsOf: folder.appending(path: "scores.json"))
    return try JSONDecoder().decode([Case].self, from: data)
  }

  static func files() throws -> LinearModel.Files {
    try files(in: folder.appending(path: "model"))
  }

  /// The model that is shipped.
  static func shipped() throws -> LinearModel {
    let root = folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try LinearModel(files(in: root.appending(path: "classifiers/toxicity-linear")))
  }

  private static func files(in folder: URL) throws -> LinearModel.Files {
    LinearModel.Files(
      manifest: Array(try Data(contentsOf: folder.appending(path: "manifest.json"))),
      weights: Array(try Data(contentsOf: folder.appending(path: "weights.bin"))),
      manifestName: "manifest.json",
      weightsName: "weights.bin"
    )
  }

  /// A detector on the made-up model.
  static func detector(_ settings: [String: SettingValue] = [:]) throws -> LinearDetector {
    try LinearDetector(settings: DetectorSettings(settings), model: LinearModel(files()))
  }
}
