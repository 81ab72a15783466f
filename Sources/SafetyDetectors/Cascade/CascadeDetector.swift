import Diagnostics
import SafetyCore
import TextViews

/// Toxic language, judged by a good model where cheap ones cannot clear the text.
///
/// A lexicon and a linear classifier look at every window of a document, a tiny transformer at what
/// they do not clear, a small one at what that does not clear. All but the last may clear or pass on
/// and never condemn: a value above 0 comes from the last stage.
package struct CascadeDetector: Detector {
  package static let descriptor = DetectorDescriptor(
    name: CascadeRecord.detector,
    summary: "toxic language: lexicon and linear classifier, then two small transformers",
    rules: labelRules + [
      RuleDescriptor(
        "toxicity-cascade/toxic-share",
        category: .toxicity,
        severity: .sensitive,
        quantity: .share,
        summary: "share of bytes in windows whose toxic probability reaches `evidence_score`",
        source: source
      ),
      RuleDescriptor(
        CascadeRecord.stageRule.rawValue,
        category: .toxicity,
        quantity: .count,
        summary: "the stage that settled the document: 1 linear, 2 tiny, 3 small",
        source: source,
        domain: 1...3
      ),
      RuleDescriptor(
        CascadeRecord.flaggedRule.rawValue,
        category: .toxicity,
        severity: .sensitive,
        quantity: .flag,
        summary: "whether any probability reaches `evidence_score` in what was passed on",
        source: source
      ),
      RuleDescriptor(
        CascadeRecord.auditRule.rawValue,
        category: .toxicity,
        quantity: .count,
        summary: "the audit sample: 0 not in it, 1 clean, 2 missed by a cheap stage, 3 flagged",
        source: source,
        domain: 0...3
      ),
    ],
    settings: CascadeSettings.descriptors
  )

  private static let source = "classifiers/toxicity-small"

  private static let labelRules = LinearLabel.allCases.map { label in
    RuleDescriptor(
      "toxicity-cascade/\(label.ruleName)",
      category: label.category,
      severity: .sensitive,
      quantity: .score,
      summary: "the last stage's probability of \(label.summary); 0 where all was cleared before",
      source: source,
      hasSpans: true
    )
  }

  package var descriptor: DetectorDescriptor { Self.descriptor }
  let settings: CascadeSettings
  let lexicon: LexiconTable?
  let linear: LinearModel
  /// The models in the order they are asked; the last one decides.
  let models: [CascadeModel]

  /// Takes up the stages; tens of milliseconds for the lexicons.
  ///
  /// - Parameters:
  ///   - settings: Files are for the caller, who reads them.
  ///   - stages: All models, read and checked.
  /// - Throws: `cascade/no-model`, `cascade/labels`.
  package init(settings: DetectorSettings, stages: CascadeStages) throws {
    self.settings = CascadeSettings(settings)
    let usesLexicon = self.settings.lexiconWeight <= Lexicon.Limits.weight
    lexicon = usesLexicon ? LexiconTable(stages.lexicons) : nil
    linear = stages.linear
    models = try [(CascadeRecord.Stage.tiny, stages.tiny), (.small, stages.small)]
      .compactMap { stage, classifier in
        try classifier.map { try CascadeModel($0, stage: stage) }
      }
    guard !models.isEmpty else {
      throw Diagnostic("cascade/no-model", "a cascade needs a model after the linear classifier")
    }
  }

  package func makeInspector() throws -> any Inspector<AnalyzedText> {
    try CascadeInspector(self)
  }
}
