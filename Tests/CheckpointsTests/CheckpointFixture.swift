import Checkpoints
import Foundation

/// Files beside the tests.
enum CheckpointFixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  static func safetensors(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(try CheckpointFile(path: path(name), maximum: 1 << 30))
  }

  /// A whole tensor of whatever shape.
  static func floats(_ weights: some ModelWeights, _ tensor: String) throws -> [Float] {
    try weights.floats(tensor, weights.tensor(tensor)?.shape ?? [])
  }
}
