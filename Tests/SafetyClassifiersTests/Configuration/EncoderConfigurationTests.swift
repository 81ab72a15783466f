import Checkpoints
import Diagnostics
import Foundation
import SafetyClassifiers
import TensorCompute
import Testing

struct EncoderConfigurationTests {
  private func problem(_ name: String, _ fields: [String: Any?]) throws -> Diagnostic? {
    let folder = try Fixture(name).folder(changing: fields)
    do {
      _ = try EncoderModel(folder)
      return nil
    } catch { return error as? Diagnostic }
  }

  struct Refused: Sendable {
    let name: String
    let field: String
    let text: String
    let expected: String

    init(_ name: String, _ field: String, _ text: String, _ expected: String) {
      (self.name, self.field, self.text, self.expected) = (name, field, text, expected)
    }
  }

  @Test(arguments: [
    Refused("bert-multi-label", "position_embedding_type", "\"relative_key\"", "`relative_key`"),
    Refused("bert-multi-label", "hidden_act", "\"mish\"", "is `mish`, which is not supported"),
    Refused("bert-multi-label", "is_decoder", "true", "is not supported"),
    Refused("bert-multi-label", "problem_type", "\"ranking\"", "is `ranking`"),
    Refused("bert-multi-label", "model_type", "\"modernbert\"", "is `modernbert`"),
    Refused("bert-multi-label", "architectures", "[\"BertForMaskedLM\"]", "does not classify"),
    Refused("bert-multi-label", "quantization_config", "{\"bits\": 4}", "a way to store"),
    Refused("bert-multi-label", "quantization_config", "{\"format\": \"x\"}", "a way to store"),
    Refused(
      "bert-multi-label",
      "quantization_config",
      "{\"format\": \"gemma-safety-int8-1\", \"quant_method\": \"x\"}",
      "a way to store"
    ),
    Refused("bert-multi-label", "problem_type", "\"regression\"", "is no probability"),
    Refused("bert-multi-label", "num_attention_heads", "5", "must divide the width 32"),
    Refused("bert-multi-label", "num_labels", "4", "is 4, `id2label` names 5"),
    Refused("bert-multi-label", "hidden_size", "0", "must be a whole number from 1"),
    Refused("bert-multi-label", "hidden_size", "null", "is missing"),
    Refused("bert-multi-label", "embedding_size", "16", "other than the width"),
    Refused("bert-multi-label", "pruned_heads", "{\"0\": [1]}", "is not supported"),
    Refused("bert-multi-label", "layer_norm_eps", "-1", "must be a number from"),
    Refused("deberta-v2-convolution", "conv_kernel_size", "4", "must be odd"),
    Refused("deberta-v2-convolution", "conv_groups", "2", "other than 1"),
    Refused("deberta-v2-convolution", "conv_act", "\"mish\"", "is `mish`, which is not supported"),
    Refused("deberta-v3", "pos_att_type", "[\"p2p\"]", "holds `p2p`"),
    Refused("deberta-v3", "norm_rel_ebd", "\"batch_norm\"", "is `batch_norm`"),
    Refused("deberta-v3", "attention_head_size", "16", "other than the heads' share"),
    Refused("deberta-v3", "pooler_hidden_size", "16", "other than the width"),
    Refused("deberta-v3", "position_buckets", "2", "must be at least 4"),
  ])
  func `refuses an option that it does not have, by its name`(refused: Refused) throws {
    let value = try JSONSerialization.jsonObject(
      with: Data(refused.text.utf8),
      options: .fragmentsAllowed
    )
    let found = try problem(refused.name, [refused.field: value])
    #expect(found?.code == "checkpoint/config")
    #expect(found?.message.hasPrefix("`\(refused.field)") == true)
    #expect(found?.message.contains(refused.expected) == true, "\(found?.message ?? "")")
  }

  @Test func `refuses shapes that do not fit the configuration`() throws {
    #expect(try problem("bert-multi-label", ["vocab_size": 96])?.code == "checkpoint/shape")
    #expect(
      try problem("bert-multi-label", ["num_hidden_layers": 3])?.code == "checkpoint/missing-tensor"
    )
    #expect(try problem("bert-multi-label", ["heads": ["a"]])?.code == "checkpoint/missing-tensor")
  }

  @Test func `reads DeBERTa's kinds of attention in the old spelling`() throws {
    #expect(try problem("deberta-v3", ["pos_att_type": "P2C | c2p"]) == nil)
  }

  @Test func `reads normalisations under their old names`() throws {
    let fixture = try Fixture("bert-multi-label")
    let text = try fixture.weights()
    let length = Int(text[0]) + Int(text[1]) << 8
    let header = String(decoding: text[8..<8 + length], as: UTF8.self)
      .replacing("LayerNorm.weight", with: "LayerNorm.gamma")
      .replacing("LayerNorm.bias", with: "LayerNorm.beta")
    let size = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    let old = size + Array(header.utf8) + text[(8 + length)...]
    var logits: [[Float]] = []
    for weights in [text, old] {
      let files = ["config.json": fixture.config, "model.safetensors": weights]
      let model = try EncoderModel(CheckpointFolder(name: "m", files: files))
      var batch = TokenBatch()
      batch.append(fixture.ids[5])
      var values: [Float] = []
      try model.computeLogits(batch, into: &values, workspace: Workspace())
      logits.append(values)
    }
    #expect(logits[0] == logits[1])
  }

  @Test func `takes the size of heads where it is their share`() throws {
    #expect(try problem("deberta-v3", ["attention_head_size": 8]) == nil)
  }

  @Test func `finds the row of every distance as transformers do`() throws {
    struct Table: Decodable {
      let buckets: Int
      let maximum: Int
      let rows: [Int]
    }
    let url = Fixture.folder.appending(path: "buckets.json")
    for table in try JSONDecoder().decode([Table].self, from: try Data(contentsOf: url)) {
      let text = #"""
        {"position_buckets": \#(table.buckets), "max_relative_positions": \#(table.maximum),
         "relative_attention": true}
        """#
      let file = try ModelConfiguration(parsing: Array(text.utf8), file: "c")
      let options = try DisentangledConfiguration(file.fields, positions: 600)
      let found = RelativeBuckets(options, length: table.rows.count)
      for (distance, row) in table.rows.enumerated() {
        let clamped = min(table.buckets + row, 2 * table.buckets - 1)
        #expect(found.row(distance) == clamped, "\(table.buckets): \(distance)")
        #expect(found.row(-distance) == max(table.buckets - row, 0))
      }
    }
  }
}
