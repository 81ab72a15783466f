import SafetyCore
import SafetyDetectors

/// A cascade whose stages say what placeholder words tell them to.
struct CascadeFixture {
  /// Scores of words by the tiny model; `copper` and `silver` are passed on.
  let tiny = PlaceholderClassifier(
    "tiny",
    [
      "copper": [0.99, 0.99, 0.99, 0.99, 0.99], "silver": [0.3, 0, 0, 0, 0],
      "tin": [0.1, 0, 0, 0, 0],
    ],
    window: 3
  )
  /// Scores by the small one: `silver` is toxic, `copper` is not.
  let small = PlaceholderClassifier(
    "small",
    ["silver": [0.9, 0.1, 0.2, 0.75, 0.05], "copper": [0.2, 0, 0, 0, 0]]
  )

  /// A detector whose linear classifier clears everything and whose lexicon knows `kettle`.
  func detector(
    _ settings: [String: SettingValue] = [:],
    usesTiny: Bool = true
  ) throws -> CascadeDetector {
    var values: [String: SettingValue] = [
      "linear_clear_below": .number(1), "lexicon_weight": .number(3),
      "tiny_clear_below": .number(0.2), "audit_sample": .number(0),
    ]
    values.merge(settings) { _, new in new }
    return try CascadeDetector(
      settings: DetectorSettings(values),
      stages: CascadeStages(
        lexicons: [
          try Lexicon(
            parsing: Array("kettle\t4\tinsult\nspoon\t2\tinsult\nbarrel\t4\tweapons\n".utf8),
            file: "words.tsv"
          )
        ],
        linear: try LinearModel(LinearFixture.files()),
        tiny: usesTiny ? tiny : nil,
        small: small
      )
    )
  }

  /// So many harmless words, four to a sentence.
  static func calm(_ words: Int) -> String {
    (0..<words).map { $0 % 4 == 3 ? "meadow. " : "calm " }.joined()
  }
}
