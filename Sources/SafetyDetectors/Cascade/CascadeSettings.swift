import SafetyCore

/// How a cascade passes documents on, read from a policy.
struct CascadeSettings: Sendable {
  static let descriptors = [
    SettingDescriptor(
      "models",
      .choice(["tiny-then-small", "small", "tiny"]),
      default: .string("tiny-then-small"),
      summary: "which transformers look at what is not cleared; the last one decides"
    ),
    SettingDescriptor(
      "linear_model",
      .file,
      default: nil,
      summary: "folder of a linear model of the user's own; the shipped one without it"
    ),
    SettingDescriptor(
      "tiny_model",
      .file,
      default: nil,
      summary: "folder of a model in place of classifiers/toxicity-tiny"
    ),
    SettingDescriptor(
      "small_model",
      .file,
      default: nil,
      summary: "folder of a model in place of classifiers/toxicity-small"
    ),
    SettingDescriptor(
      "precision",
      .choice(["int8", "float32"]),
      default: .string("int8"),
      summary: "the numbers that the transformers compute with; int8 is several times faster"
    ),
    SettingDescriptor(
      "lexicon_weight",
      .number(0...100),
      default: .number(standardLexiconWeight),
      summary: "the surroundings of a term of at least this weight are passed on; above 10 of none"
    ),
    SettingDescriptor(
      "linear_clear_below",
      .number(0...1),
      default: .number(standardLinearBand),
      summary: "windows whose linear scores all lie below this are cleared"
    ),
    SettingDescriptor(
      "tiny_clear_below",
      .number(0...1),
      default: .number(standardTinyBand),
      summary: "windows whose probabilities by the tiny model all lie below this are cleared"
    ),
    SettingDescriptor(
      "evidence_score",
      .number(0...1),
      default: .number(0.5),
      summary: "windows with at least this probability are flagged and named as evidence"
    ),
    SettingDescriptor(
      "audit_sample",
      .number(0...1),
      default: .number(0.01),
      summary: "share of documents that the last stage reads whole, to count what the others miss"
    ),
    SettingDescriptor(
      "audit_seed",
      .string,
      default: .string(""),
      summary: "another seed samples other documents"
    ),
  ]

  // Chosen on the development set; docs/classifiers.md has the figures.
  private static let standardLexiconWeight = 3.5
  private static let standardLinearBand = 0.3
  private static let standardTinyBand = 0.15

  let lexiconWeight: Double
  let linearClearBelow: Double
  let tinyClearBelow: Double
  let evidenceScore: Double
  let audit: CascadeAudit

  init(_ settings: DetectorSettings) {
    lexiconWeight = settings.number("lexicon_weight") ?? Self.standardLexiconWeight
    linearClearBelow = settings.number("linear_clear_below") ?? Self.standardLinearBand
    tinyClearBelow = settings.number("tiny_clear_below") ?? Self.standardTinyBand
    evidenceScore = settings.number("evidence_score") ?? 0.5
    audit = CascadeAudit(
      share: settings.number("audit_sample") ?? 0.01,
      seed: settings.string("audit_seed") ?? ""
    )
  }
}
