import SafetyCore
import TextViews

/// Judges documents for one worker.
final class CascadeInspector: Inspector {
  private let settings: CascadeSettings
  private let screen: CascadeScreen
  private let models: [CascadeModelSession]

  init(_ detector: CascadeDetector) throws {
    settings = detector.settings
    screen = CascadeScreen(detector)
    models = try detector.models.map { try CascadeModelSession($0) }
  }

  /// What came of a document, and after which stage.
  private struct Outcome {
    var stage = CascadeRecord.Stage.linear
    /// Windows that the last stage scored.
    var windows: [CascadeWindow] = []
    /// Whether those are of the whole document.
    var coversAll = false
  }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    var outcome = try settle(subject)
    let isFlagged = isFlagged(outcome.windows)
    let audit = try audit(subject.bytes, &outcome, isFlagged: isFlagged)
    let judge = CascadeEvidence(outcome.windows, evidenceScore: settings.evidenceScore)
    let share = judge.record(into: &inspection)
    let count = LinearLabel.allCases.count
    inspection.record(
      count,
      subject.bytes.isEmpty ? 0 : Double(share) / Double(subject.bytes.count)
    )
    inspection.record(count + 1, Double(outcome.stage.rawValue))
    inspection.record(count + 2, isFlagged ? 1 : 0)
    inspection.record(count + 3, Double(audit.rawValue))
  }

  /// Passes what a stage does not clear on to the next.
  private func settle(_ subject: AnalyzedText) throws -> Outcome {
    let text = subject.bytes
    var outcome = Outcome()
    var passages = Passages.widened(try screen.suspicious(in: subject), in: text)
    for (index, model) in models.enumerated() where !passages.isEmpty {
      outcome.stage = model.stage
      let windows = try model.windows(of: passages, in: text)
      if index == models.count - 1 {
        outcome.windows = windows
        outcome.coversAll = passages == [0..<text.count]
      } else {
        let suspicious = windows.filter { $0.highest >= settings.tinyClearBelow }
        passages = Passages.widened(suspicious.map(\.range), in: text)
      }
    }
    return outcome
  }

  private func isFlagged(_ windows: [CascadeWindow]) -> Bool {
    windows.contains { $0.highest >= settings.evidenceScore }
  }

  /// Lets the last stage read a sampled document whole and judge it by that too.
  private func audit(
    _ text: UnsafeRawBufferPointer,
    _ outcome: inout Outcome,
    isFlagged: Bool
  ) throws -> CascadeRecord.Audit {
    guard settings.audit.contains(text) else { return .notSampled }
    if !outcome.coversAll, !text.isEmpty, let last = models.last {
      outcome.windows += try last.windows(of: [0..<text.count], in: text)
    }
    if isFlagged { return .flagged }
    return self.isFlagged(outcome.windows) ? .missed : .clean
  }
}
