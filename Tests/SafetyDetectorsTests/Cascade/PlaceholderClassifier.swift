import SafetyCore
import Synchronization

/// Stands in for a model: windows of a few words score what the worst placeholder in them says.
final class PlaceholderClassifier: TextClassifier {
  let name: String
  let labels: [String]
  private let scores: [String: [Float]]
  private let wordsInWindow: Int
  private let seen = Mutex<[String]>([])

  /// - Parameters:
  ///   - name: For errors.
  ///   - scores: By word, one a label; words not in it score 0.01.
  ///   - labels: What is scored.
  ///   - window: Words of a window.
  init(
    _ name: String,
    _ scores: [String: [Float]],
    labels: [String] = ["toxic", "obscene", "threat", "insult", "identity_attack"],
    window: Int = 8
  ) {
    self.name = name
    self.scores = scores
    self.labels = labels
    wordsInWindow = window
  }

  /// All texts that were scored, in order.
  var texts: [String] { seen.withLock { $0 } }

  func makeSession() throws -> any TextClassifierSession { Session(self) }

  private final class Session: TextClassifierSession {
    private let classifier: PlaceholderClassifier

    init(_ classifier: PlaceholderClassifier) { self.classifier = classifier }

    func classify(_ texts: [UnsafeRawBufferPointer]) throws -> [TextClassification] {
      texts.map { text in
        classifier.seen.withLock { $0.append(String(decoding: text, as: UTF8.self)) }
        return classifier.classification(of: text)
      }
    }
  }

  private func classification(of text: UnsafeRawBufferPointer) -> TextClassification {
    var result = TextClassification(labelCount: labels.count)
    let words = text.split(separator: 0x20).map { $0.startIndex..<$0.endIndex }
    for first in stride(from: 0, to: words.count, by: wordsInWindow) {
      let own = words[first..<min(first + wordsInWindow, words.count)]
      var worst = [Float](repeating: 0.01, count: labels.count)
      for word in own {
        let found = scores[String(decoding: text[word], as: UTF8.self)] ?? []
        for (label, score) in found.enumerated() where !(score <= worst[label]) {
          worst[label] = score
        }
      }
      result.append((own.first?.lowerBound ?? 0)..<(own.last?.upperBound ?? 0), scores: worst)
    }
    return result
  }
}
