import CorpusFiltering
import Diagnostics
import SafetyCore

/// Decodes and scores batches; each thread has its own.
final class ClassifyWorker {
  private let plan: ClassifyPlan
  private let readsTruth: Bool
  private let decoder: RecordDecoder
  private let session: any TextClassifierSession
  /// The texts of a batch one after another, because the decoder keeps one only.
  private var bytes: [UInt8] = []
  private var entries: [(id: String, range: Range<Int>)] = []

  init(_ plan: ClassifyPlan, options: ReadOptions, readsTruth: Bool) throws {
    self.plan = plan
    self.readsTruth = readsTruth
    decoder = try RecordDecoder(options: options, limits: ReadLimits())
    session = try plan.classifier.classifier.makeSession()
  }

  func classify(_ batch: RecordBatch) throws -> ClassifyPiece {
    var piece = ClassifyPiece()
    piece.quarantined = batch.quarantined
    begin()
    for record in batch.records {
      switch decoder.decode(record, of: batch) {
      case .quarantined(let entry): piece.quarantined.append(entry)
      case .document(let document):
        if readsTruth {
          do {
            let line = batch.bytes(of: record)
            piece.truths.append(try RecordTruth(parsing: line, labels: plan.labels))
          } catch let error as Diagnostic {
            piece.quarantined.append(Self.entry(record, of: batch, error))
            continue
          }
        }
        add(document.id, document.text)
      }
    }
    piece.texts = try scored()
    return piece
  }

  /// Scores texts that stand in memory, which are named by their place.
  func classify(_ texts: [String]) throws -> [ClassifiedText] {
    begin()
    for (index, text) in texts.enumerated() {
      Array(text.utf8).withUnsafeBytes { add("\(index + 1)", $0) }
    }
    return try scored()
  }

  private func begin() {
    bytes.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
  }

  private func add(_ id: String, _ text: UnsafeRawBufferPointer) {
    entries.append((id, bytes.count..<bytes.count + text.count))
    bytes += text
  }

  private func scored() throws -> [ClassifiedText] {
    try bytes.withUnsafeBytes { buffer in
      let texts = entries.map { UnsafeRawBufferPointer(rebasing: buffer[$0.range]) }
      let answers = try session.classify(texts)
      guard answers.count == texts.count else {
        throw Diagnostic(
          "classify/bad-answer",
          "the classifier gave \(answers.count) answers to \(texts.count) texts"
        )
      }
      return try zip(entries, zip(texts, answers)).map { entry, answer in
        try ClassifiedText(id: entry.id, answer.1, of: answer.0, plan: plan)
      }
    }
  }

  private static func entry(
    _ record: RawRecord,
    of batch: RecordBatch,
    _ error: Diagnostic
  ) -> QuarantineEntry {
    QuarantineEntry(
      shard: batch.shard,
      line: record.line,
      byteOffset: record.byteOffset,
      byteCount: record.range.count,
      code: error.code.rawValue,
      message: error.message
    )
  }
}
