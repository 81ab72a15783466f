import Checkpoints
import Diagnostics
import SafetyCore
import StrictJSON

/// `classifier.json`: what a classifier is called, which files it is made of, how it is calibrated.
package struct ClassifierManifest: Sendable, Hashable {
  /// Its name in a classifier's folder.
  package static let file = "classifier.json"
  private static let format = "gemma-safety-classifier-1"
  static let limits = JSONLimits(bytes: 4 << 20, depth: 8)
  private static let fields = [
    "format", "name", "version", "licence", "description", "labels", "activation", "window",
    "files", "prevalence", "calibration", "thresholds",
  ]

  package let name: String
  package let version: String
  package let licence: String?
  package let labels: [String]
  package let scoring: HeadConfiguration.Scoring?
  package let window: WindowOptions?
  /// What every file must be, by name.
  package let files: [String: FileSeal]
  /// The share of texts with a label among those the calibration was made on.
  package let prevalence: [String: Double]
  package let calibration: [String: LabelCalibration]
  package let thresholds: [String: [LabelThreshold]]

  /// Reads a manifest, whose schema is closed.
  ///
  /// - Throws: A `classifier/manifest` or `json/…` diagnostic that names the field.
  package init(parsing bytes: [UInt8], file: String) throws {
    let root = try JSONValue(parsing: bytes, file: file, limits: Self.limits)
    let fields = try JSONFields(root, file: file, code: "classifier/manifest")
    guard try fields.string("format") == Self.format else {
      throw fields.problem("format", "must be `\(Self.format)`")
    }
    try fields.allow(only: Self.fields)
    name = try fields.required("name", try fields.string("name"))
    guard Self.isKebab(name) else {
      throw fields.problem("name", "must be small letters, digits and hyphens, at most 64")
    }
    version = try fields.required("version", try fields.string("version"))
    licence = try fields.string("licence")
    _ = try fields.string("description")
    labels = try Self.labels(fields)
    scoring = try Self.scoring(fields)
    window = try Self.window(fields)
    files = try Self.table(fields, "files") { try $0.object($1).map { try FileSeal($0) } }
    prevalence = try Self.byLabel(fields, "prevalence", labels) { table, label in
      try table.number(label, 1e-9...(1 - 1e-9))
    }
    calibration = try Self.byLabel(fields, "calibration", labels) { table, label in
      try table.object(label).map { try LabelCalibration($0) }
    }
    thresholds = try Self.byLabel(fields, "thresholds", labels) { table, label in
      try table.objects(label)?.map { try LabelThreshold($0) }
    }
  }

  private static func labels(_ fields: JSONFields) throws -> [String] {
    let labels = try fields.required("labels", try fields.strings("labels"))
    guard 1...4096 ~= labels.count, labels.allSatisfy({ 1...256 ~= $0.utf8.count }) else {
      throw fields.problem("labels", "must hold 1 to 4096 names of 1 to 256 bytes")
    }
    guard Set(labels).count == labels.count else {
      throw fields.problem("labels", "holds a name twice")
    }
    return labels
  }

  private static func scoring(_ fields: JSONFields) throws -> HeadConfiguration.Scoring? {
    guard let name = try fields.string("activation") else { return nil }
    guard let scoring = HeadConfiguration.Scoring(rawValue: name) else {
      let known = HeadConfiguration.Scoring.allCases.map(\.rawValue).joined(separator: ", ")
      throw fields.problem("activation", "is `\(name)`, must be one of \(known)")
    }
    return scoring
  }

  private static func window(_ fields: JSONFields) throws -> WindowOptions? {
    guard let window = try fields.object("window") else { return nil }
    try window.allow(only: ["tokens", "overlap_sentences"])
    let tokens = try window.integer("tokens", WindowOptions.Limits.tokens)
    let overlap = try window.integer("overlap_sentences", WindowOptions.Limits.overlap)
    return WindowOptions(
      tokens: try window.required("tokens", tokens),
      overlapSentences: overlap ?? 1
    )
  }

  private static func byLabel<Value>(
    _ fields: JSONFields,
    _ key: String,
    _ labels: [String],
    _ read: (JSONFields, String) throws -> Value?
  ) throws -> [String: Value] {
    try fields.object(key)?.allow(only: labels)
    return try table(fields, key, read)
  }

  private static func table<Value>(
    _ fields: JSONFields,
    _ key: String,
    _ read: (JSONFields, String) throws -> Value?
  ) throws -> [String: Value] {
    guard let table = try fields.object(key) else { return [:] }
    var values: [String: Value] = [:]
    for name in table.keys { values[name] = try read(table, name) }
    return values
  }

  private static func isKebab(_ name: String) -> Bool {
    1...64 ~= name.utf8.count
      && name.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D }
  }
}
