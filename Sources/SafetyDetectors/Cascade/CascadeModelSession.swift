import Diagnostics
import SafetyCore

/// A model of a cascade at work in one worker.
final class CascadeModelSession {
  let stage: CascadeRecord.Stage
  private let model: CascadeModel
  private let session: any TextClassifierSession

  init(_ model: CascadeModel) throws {
    self.model = model
    stage = model.stage
    session = try model.classifier.makeSession()
  }

  /// Scores passages of a document.
  ///
  /// - Parameters:
  ///   - passages: Byte ranges of the text, on whole characters.
  ///   - text: The document.
  /// - Returns: All windows of all passages, their ranges counted in the document.
  /// - Throws: What the classifier throws; `cascade/bad-answer` for an answer that cannot be:
  ///   what could not be scored must not pass for clean.
  func windows(
    of passages: [Range<Int>],
    in text: UnsafeRawBufferPointer
  ) throws -> [CascadeWindow] {
    let texts = passages.map { UnsafeRawBufferPointer(rebasing: text[$0]) }
    let answers = try session.classify(texts)
    guard answers.count == passages.count else {
      throw failure("\(answers.count) answers to \(passages.count) texts")
    }
    var windows: [CascadeWindow] = []
    for (passage, answer) in zip(passages, answers) {
      guard answer.labelCount == model.classifier.labels.count else {
        throw failure("\(answer.labelCount) scores a window")
      }
      for (window, range) in answer.windows.enumerated() {
        guard range.upperBound <= passage.count else { throw failure("a window past the text") }
        windows.append(
          CascadeWindow(
            range: passage.lowerBound + range.lowerBound..<passage.lowerBound + range.upperBound,
            scores: try scores(of: window, in: answer)
          )
        )
      }
    }
    return windows
  }

  private func scores(of window: Int, in answer: TextClassification) throws -> SIMD8<Float> {
    var scores = SIMD8<Float>()
    for (rule, column) in model.columns.enumerated() {
      let score = answer.score(window: window, label: column)
      guard (0...1).contains(score) else { throw failure("a score that is no probability") }
      scores[rule] = score
    }
    return scores
  }

  private func failure(_ what: String) -> Diagnostic {
    Diagnostic(
      "cascade/bad-answer",
      "the model `\(model.classifier.name)` gave \(what)",
      hint: "check its files with `gemma-safety classifiers list`"
    )
  }
}
