import SafetyCore

/// A classifier that is asked about sentences, on a queue of its own, off the shared pool of tasks.
actor ClassifierJudge: PassageJudge {
  private let executor = QueueExecutor(label: "gemma-safety.classifier")
  private let session: any TextClassifierSession
  nonisolated let labels: [String]
  nonisolated let digest: Digest

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// - Throws: When the classifier cannot be set up.
  init(_ loaded: LoadedClassifier) throws {
    labels = loaded.classifier.labels
    digest = loaded.digest
    session = try loaded.classifier.makeSession()
  }

  /// The highest probability of each label in any window of the passage's newest sentence.
  func scores(of passage: JudgedPassage) throws -> [Double] {
    try Task.checkCancellation()
    var text = passage.sentence
    let found = try text.withUTF8 { try session.classify([UnsafeRawBufferPointer($0)]) }
    guard let classification = found.first else { return [] }
    return labels.indices.map { Double(classification.maximum(label: $0)) }
  }
}
