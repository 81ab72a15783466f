import SafetyCore
import TextViews

/// The linear model behind the same port as the transformers, so that both can be compared.
package struct LinearClassifier: TextClassifier {
  package let name: String
  package let labels = LinearLabel.allCases.map(\.rawValue)
  private let model: LinearModel

  /// Takes up a model that has been checked.
  package init(name: String, model: LinearModel) {
    self.name = name
    self.model = model
  }

  package func makeSession() throws -> any TextClassifierSession { Session(model) }

  private final class Session: TextClassifierSession {
    /// What the kernels may read past the end of a text.
    private static let padding = 64
    private let windows: LinearWindows
    private let text = AnalyzedText(words: .whitespace)
    private var bytes: [UInt8] = []

    init(_ model: LinearModel) { windows = LinearWindows(model, window: model.window) }

    func classify(_ texts: [UnsafeRawBufferPointer]) throws -> [TextClassification] {
      texts.map(classification)
    }

    private func classification(of text: UnsafeRawBufferPointer) -> TextClassification {
      bytes.removeAll(keepingCapacity: true)
      bytes += text
      bytes += repeatElement(0, count: Self.padding)
      return bytes.withUnsafeBytes { score(UnsafeRawBufferPointer(rebasing: $0[..<text.count])) }
    }

    private func score(_ padded: UnsafeRawBufferPointer) -> TextClassification {
      text.analyze(padded)
      let view = text.normalized
      windows.take(view)
      var result = TextClassification(labelCount: LinearLabel.allCases.count)
      for window in 0..<windows.count {
        let words = windows.words(of: window)
        let start = view.words[words.lowerBound].range.lowerBound
        let end = view.words[words.upperBound - 1].range.upperBound
        result.append(
          view.sourceRange(of: start..<end),
          scores: LinearLabel.allCases.indices.map { Float(windows.score($0, window)) }
        )
      }
      return result
    }
  }
}
