import Checkpoints
import Diagnostics
import StrictJSON

/// How DeBERTa's attention treats distances between tokens, after He and others (2021).
package struct DisentangledConfiguration: Sendable, Hashable {
  /// Whether queries are compared with the positions of keys.
  package let contentToPosition: Bool
  /// Whether keys are compared with the positions of queries.
  package let positionToContent: Bool
  /// Whether distances matter at all; without it only the scale differs from BERT's attention.
  package let isRelative: Bool
  /// Whether positions are projected with the queries' and keys' own matrices.
  package let sharesProjections: Bool
  /// Whether the table of distances is normalised.
  package let normalizesTable: Bool
  /// Half the rows of the table of distances.
  package let span: Int
  /// Into how many steps distances are put; nil where each has its own row.
  package let buckets: Int?
  /// The longest distance that is told apart.
  package let maximumDistance: Int

  /// Reads the fields of the family `deberta-v2`.
  ///
  /// - Throws: `checkpoint/config`, by the name of the field.
  package init(_ fields: JSONFields, positions: Int) throws {
    let kinds = try Self.kinds(fields)
    contentToPosition = kinds.contains("c2p")
    positionToContent = kinds.contains("p2c")
    isRelative = try fields.boolean("relative_attention") ?? false
    sharesProjections = try fields.boolean("share_att_key") ?? false
    normalizesTable = try Self.normalizesTable(fields)
    let stated = try fields.integer("max_relative_positions", -1...65_536) ?? -1
    maximumDistance = stated < 1 ? positions : stated
    let steps = try fields.integer("position_buckets", -1...65_536) ?? -1
    buckets = steps > 0 ? steps : nil
    span = steps > 0 ? steps : maximumDistance
    guard steps < 1 || (steps >= 4 && maximumDistance > steps / 2 + 1) else {
      throw fields.problem("position_buckets", "must be at least 4 and fit the longest distance")
    }
  }

  /// What every score is divided by the root of, times the width of a head.
  package var scaleFactor: Int {
    1 + (contentToPosition ? 1 : 0) + (positionToContent ? 1 : 0)
  }

  private static func kinds(_ fields: JSONFields) throws -> [String] {
    let kinds: [String]
    if case .string(let text)? = fields.value("pos_att_type") {
      kinds = text.lowercased().split(separator: "|").map { part in
        String(part.filter { $0 != " " })
      }
    } else {
      kinds = try fields.strings("pos_att_type") ?? []
    }
    if let other = kinds.first(where: { $0 != "c2p" && $0 != "p2c" }) {
      throw fields.problem("pos_att_type", "holds `\(other)`, which is not supported")
    }
    return kinds
  }

  private static func normalizesTable(_ fields: JSONFields) throws -> Bool {
    let norm = try fields.string("norm_rel_ebd") ?? "none"
    switch norm {
    case "none": return false
    case "layer_norm": return true
    default: throw fields.problem("norm_rel_ebd", "is `\(norm)`, which is not supported")
    }
  }
}
