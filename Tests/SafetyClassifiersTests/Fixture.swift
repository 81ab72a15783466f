import Checkpoints
import Foundation
import SafetyClassifiers
import TensorCompute

/// A case of `scripts/goldens/encoder_cases.py`: a configuration, shapes, ids and logits.
struct Fixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  /// Every architecture that is read, some of them in several ways.
  static let names = [
    "bert-multi-label", "bert-odd-sizes", "bert-softmax-tanh-gelu", "deberta-v2-absolute",
    "deberta-v2-c2p", "deberta-v2-convolution", "deberta-v2-convolution-one-layer",
    "deberta-v2-own-keys", "deberta-v2-p2c", "deberta-v3", "distilbert", "electra",
    "electra-projected", "multi-head", "roberta", "xlm-roberta",
  ]

  let config: [UInt8]
  /// By name, in the order in which they are written.
  let tensors: [(name: String, shape: [Int])]
  let ids: [[Int32]]
  let logits: [[Double]]
  /// What the ids stand for, where the case begins with texts.
  let texts: [String]

  init(_ name: String) throws {
    let url = Self.folder.appending(path: "\(name).json")
    let value = try JSONSerialization.jsonObject(with: try Data(contentsOf: url))
    let root = value as? [String: Any] ?? [:]
    config = Array(try JSONSerialization.data(withJSONObject: root["config"] ?? [:]))
    let shapes = root["tensors"] as? [String: [Int]] ?? [:]
    tensors = shapes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    ids = (root["ids"] as? [[Int]] ?? []).map { $0.map { Int32($0) } }
    logits = root["logits"] as? [[Double]] ?? []
    texts = root["texts"] as? [String] ?? []
  }

  /// The model's folder, with fields of the configuration replaced or taken out.
  func folder(
    changing fields: [String: Any?] = [:],
    extra: [String: [UInt8]] = [:]
  ) throws -> CheckpointFolder {
    var config = try JSONSerialization.jsonObject(with: Data(config)) as? [String: Any] ?? [:]
    for (key, value) in fields { config[key] = value }
    let files = [
      "config.json": Array(try JSONSerialization.data(withJSONObject: config)),
      "model.safetensors": try weights(),
    ]
    return CheckpointFolder(name: "model", files: files.merging(extra) { $1 })
  }

  /// The weights as 32-bit floats.
  func weights() throws -> [UInt8] {
    var data: [UInt8] = []
    var header: [String: Any] = [:]
    for (name, shape) in tensors {
      let start = data.count
      for value in FormulaWeights(name, shape).values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { data += $0 }
      }
      header[name] = ["dtype": "F32", "shape": shape, "data_offsets": [start, data.count]]
    }
    let text = Array(try JSONSerialization.data(withJSONObject: header))
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text + data
  }
}
