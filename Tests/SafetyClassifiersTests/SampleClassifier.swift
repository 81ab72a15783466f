import Checkpoints
import Foundation
import SafetyClassifiers
import SafetyCore

/// A small classifier with five labels and made-up words, stored as transformers writes it.
enum SampleClassifier {
  /// A text of `texts.json` with what transformers make of it.
  struct Scored: Decodable {
    let text: String
    let ids: [Int32]
    let scores: [Double]
  }

  static let labels = ["kettle", "lamp", "dance", "cup", "window"]

  static func texts() throws -> [Scored] {
    let url = Fixture.folder.appending(path: "stored-float16/texts.json")
    return try JSONDecoder().decode([Scored].self, from: try Data(contentsOf: url))
  }

  static func files() throws -> [String: [UInt8]] {
    let folder = Fixture.folder.appending(path: "stored-float16")
    let names = ["config.json", "model.safetensors", "vocab.txt"]
    return Dictionary(
      uniqueKeysWithValues: try names.map {
        ($0, Array(try Data(contentsOf: folder.appending(path: $0))))
      }
    )
  }

  static func folder(_ manifest: String? = nil) throws -> CheckpointFolder {
    var files = try files()
    if let manifest { files["classifier.json"] = Array(manifest.utf8) }
    return CheckpointFolder(name: "some/Sample_1", files: files)
  }

  /// A manifest whose digests are right, with more fields at its end.
  static func manifest(_ more: String = "") throws -> String {
    let files = try files().sorted { $0.key < $1.key }.map { name, bytes in
      #""\#(name)": {"bytes": \#(bytes.count), "sha256": "\#(Digest.sha256(bytes).hex)"}"#
    }
    return #"""
      {"format": "gemma-safety-classifier-1", "name": "sample", "version": "1",
       "licence": "Apache-2.0", "labels": ["kettle", "lamp", "dance", "cup", "window"],
       "activation": "sigmoid", "files": {\#(files.joined(separator: ", "))}\#(more)}
      """#
  }

  static func classify(
    _ classifier: EncoderClassifier,
    _ texts: [String]
  ) throws -> [TextClassification] {
    try classify(try classifier.makeSession(), texts)
  }

  static func classify(
    _ session: any TextClassifierSession,
    _ texts: [String]
  ) throws -> [TextClassification] {
    let bytes = texts.flatMap { Array($0.utf8) }
    return try bytes.withUnsafeBytes { all in
      var start = 0
      let views = texts.map { text in
        defer { start += text.utf8.count }
        return UnsafeRawBufferPointer(rebasing: all[start..<start + text.utf8.count])
      }
      return try session.classify(views)
    }
  }
}
