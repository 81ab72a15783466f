import Diagnostics
import SafetyCore

/// The checked content of a model's `manifest.json`.
struct LinearManifest {
  static let format = "gemma-safety.linear/1"

  let features: LinearFeatures
  let window: Int
  let weightsDigest: Digest
  let scales: [Double]
  let biases: [Double]
  let curves: [LinearCurve]

  /// Reads a manifest.
  ///
  /// - Throws: `json/…` for what is no JSON; `linear/manifest` with the name of the field.
  init(parsing bytes: [UInt8], file: String) throws {
    let root = try CanonicalValue(
      parsing: bytes,
      file: file,
      maximumBytes: LinearModel.Limits.manifestBytes,
      maximumDepth: 8
    )
    let fields = Fields(file: file, members: root.members ?? [:])
    guard try fields.string("format") == Self.format else {
      throw fields.problem("format", "must be `\(Self.format)`")
    }
    guard try fields.strings("labels") == LinearLabel.allCases.map(\.rawValue) else {
      let names = LinearLabel.allCases.map(\.rawValue).joined(separator: ", ")
      throw fields.problem("labels", "must be \(names)")
    }
    features = try Self.features(fields)
    window = try fields.integer("window", LinearModel.Limits.words)
    guard window.isMultiple(of: 2) else { throw fields.problem("window", "must be even") }
    guard let digest = Digest(hex: try fields.string("weights_sha256")) else {
      throw fields.problem("weights_sha256", "must be 64 hexadecimal digits")
    }
    weightsDigest = digest
    let count = LinearLabel.allCases.count
    scales = try fields.numbers("scales", count: count...count, 1e-9...1e3)
    biases = try fields.numbers("biases", count: count...count, -1e3...1e3)
    curves = try LinearLabel.allCases.map { try Self.curve(fields, of: $0) }
  }

  private static func curve(_ fields: Fields, of label: LinearLabel) throws -> LinearCurve {
    let values = "calibration_values_\(label.rawValue)"
    let scores = "calibration_scores_\(label.rawValue)"
    let curve = LinearCurve(
      values: try fields.numbers(values, count: 2...256, -1e6...1e6),
      scores: try fields.numbers(scores, count: 2...256, 0...1)
    )
    guard let curve else {
      throw fields.problem(values, "must ascend, with as many scores that never descend")
    }
    return curve
  }

  private static func features(_ fields: Fields) throws -> LinearFeatures {
    let shortest = try fields.integer("shortest_gram", LinearModel.Limits.gramLengths)
    let longest = try fields.integer("longest_gram", LinearModel.Limits.gramLengths)
    guard shortest <= longest else {
      throw fields.problem("longest_gram", "must not be below `shortest_gram`")
    }
    return LinearFeatures(
      wordBits: try fields.integer("word_bits", LinearModel.Limits.bits),
      pairBits: try fields.integer("pair_bits", LinearModel.Limits.bits),
      grams: shortest..<longest + 1
    )
  }
}

/// The members of a manifest, each read with its type and range.
private struct Fields {
  let file: String
  let members: [String: CanonicalValue]

  func string(_ name: String) throws -> String {
    guard case .string(let value)? = members[name] else {
      throw problem(name, "must be a string")
    }
    return value
  }

  func strings(_ name: String) throws -> [String] {
    guard case .array(let items)? = members[name] else { throw problem(name, "must be a list") }
    return try items.map { item in
      guard case .string(let value) = item else { throw problem(name, "must hold strings") }
      return value
    }
  }

  func integer(_ name: String, _ range: ClosedRange<Int>) throws -> Int {
    guard case .integer(let value)? = members[name], range.contains(value) else {
      throw problem(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// Decimal numbers, written as strings because a canonical value has no fractions.
  func numbers(
    _ name: String,
    count: ClosedRange<Int>,
    _ range: ClosedRange<Double>
  ) throws -> [Double] {
    let texts = try strings(name)
    guard count.contains(texts.count) else {
      throw problem(name, "must hold \(count.lowerBound) to \(count.upperBound) numbers")
    }
    return try texts.map { text in
      let isPlain = text.utf8.allSatisfy { byte in
        0x30...0x39 ~= byte || byte == 0x2E || byte == 0x2D || byte == 0x2B || byte == 0x65
      }
      guard isPlain, text.utf8.count <= 32, let value = Double(text), range.contains(value) else {
        throw problem(name, "must hold numbers from \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
  }

  func problem(_ name: String, _ message: String) -> Diagnostic {
    Diagnostic("linear/manifest", "`\(name)` \(message)", at: .init(file: file))
  }
}
