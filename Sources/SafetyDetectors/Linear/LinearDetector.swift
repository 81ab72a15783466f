import Diagnostics
import SafetyCore
import TextViews

/// The cheap first stage of a cascade: a linear classifier over words, parts of words and pairs.
///
/// Its scores may clear a document or pass it on to a better model; they are no reason to remove
/// one. A document's score is that of its worst window, so that length dilutes nothing.
package struct LinearDetector: Detector {
  package static let descriptor = DetectorDescriptor(
    name: "toxicity-linear",
    summary: "a fast linear classifier of toxic language, the worst window of a document",
    rules: LinearLabel.allCases.map { label in
      RuleDescriptor(
        "toxicity-linear/\(label.ruleName)",
        category: label.category,
        severity: .sensitive,
        quantity: .score,
        summary: "calibrated score of the worst window for \(label.summary)",
        source: "classifiers/toxicity-linear",
        hasSpans: true
      )
    } + [
      RuleDescriptor(
        "toxicity-linear/toxic-share",
        category: .toxicity,
        severity: .sensitive,
        quantity: .share,
        summary: "share of windows whose toxic score reaches `evidence_score`",
        source: "classifiers/toxicity-linear"
      )
    ],
    settings: [
      SettingDescriptor(
        "model",
        .file,
        default: nil,
        summary: "folder of a model of the user's own; the shipped one without it"
      ),
      SettingDescriptor(
        "window",
        .integer(0...1024),
        default: .integer(0),
        summary: "words of a window, even; 0 for those that the model was calibrated with"
      ),
      SettingDescriptor(
        "evidence_score",
        .number(0...1),
        default: .number(0.5),
        summary: "windows with at least this score are named as evidence"
      ),
    ]
  )

  package var descriptor: DetectorDescriptor { Self.descriptor }
  let model: LinearModel
  let window: Int
  let evidenceScore: Double

  /// Takes up a model.
  ///
  /// - Parameters:
  ///   - settings: `model` is for the caller, who reads the files.
  ///   - model: The weights.
  /// - Throws: `linear/window` for a window that is odd or too short.
  package init(settings: DetectorSettings, model: LinearModel) throws {
    self.model = model
    evidenceScore = settings.number("evidence_score") ?? 0.5
    let asked = settings.integer("window") ?? 0
    window = asked == 0 ? model.window : asked
    guard window.isMultiple(of: 2), LinearModel.Limits.words.contains(window) else {
      throw Diagnostic(
        "linear/window",
        "a window of \(window) words",
        hint: "`window` is an even number from 8 to 1024, or 0"
      )
    }
  }

  package func makeInspector() throws -> any Inspector<AnalyzedText> { LinearInspector(self) }
}
