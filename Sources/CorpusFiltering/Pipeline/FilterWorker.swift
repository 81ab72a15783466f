import Compression
import Diagnostics
import SafetyCore
import TextViews

/// Decodes, inspects and judges batches; each thread has its own.
final class FilterWorker {
  /// What an ordered pass has found out about a document.
  struct Revision {
    var inspection: Inspection
    var original: DocumentWriter.Original?

    init(_ inspection: Inspection) { self.inspection = inspection }
  }

  private let configuration: FilterRun.Configuration
  private let decoder: RecordDecoder
  private let renderer: RecordRenderer
  private let writer: DocumentWriter
  private let text: AnalyzedText
  private let inspectors: [any Inspector<AnalyzedText>]
  private let duplicates: DuplicateInspector?
  private let nearDuplicates: NearDuplicateInspector?
  private let large: LargeBatches
  private let measurementFormat: StoredMeasurements
  private var compressors: [OutputCompression: BatchCompressor] = [:]
  private var inspection: Inspection

  /// `large` is what the workers of a run share.
  init(_ configuration: FilterRun.Configuration, large: LargeBatches = .init()) throws {
    self.configuration = configuration
    self.large = large
    decoder = try RecordDecoder(options: configuration.options, limits: configuration.limits)
    renderer = RecordRenderer(includesRemovedText: configuration.includesRemovedText)
    writer = DocumentWriter(configuration)
    text = AnalyzedText(words: configuration.policy.words)
    inspectors = try configuration.detectors.map { try $0.makeInspector() }
    duplicates = inspectors.lazy.compactMap { $0 as? DuplicateInspector }.first
    nearDuplicates = inspectors.lazy.compactMap { $0 as? NearDuplicateInspector }.first
    measurementFormat = StoredMeasurements(of: configuration.policy)
    inspection = Inspection(ruleCount: configuration.policy.table.rules.count)
  }

  func analyze(_ batch: RecordBatch, shard: Int) throws -> BatchAnalysis {
    guard batch.storage.bytes.count > LargeBatches.threshold else {
      return try analyzeNow(batch, shard: shard)
    }
    // By a worker of its own: what it has allocated is gone before the next one's turn.
    return try large.next { try FilterWorker(configuration).analyzeNow(batch, shard: shard) }
  }

  /// Packs the lines of a batch as its shard's files are packed.
  ///
  /// - Throws: `output/no-memory`, `output/compression-failed`, which no input causes.
  func pack(_ analysis: BatchAnalysis, shard: Int) throws -> BatchOutput {
    let size = analysis.kept.count + analysis.removed.count + analysis.attributes.count
    guard size > LargeBatches.threshold else { return try packNow(analysis, shard: shard) }
    return try large.next { try packNow(analysis, shard: shard) }
  }

  private func packNow(_ analysis: BatchAnalysis, shard: Int) throws -> BatchOutput {
    var output = BatchOutput(
      quarantinedCodes: analysis.quarantinedCodes,
      documents: analysis.documents,
      seen: analysis.seen
    )
    guard configuration.output != nil else { return output }
    let compressor = try compressor(ofShard: shard)
    output.kept = try compressor.compress(analysis.kept)
    output.removed = try compressor.compress(analysis.removed)
    output.attributes = try compressor.compress(analysis.attributes)
    output.quarantine = analysis.quarantine
    if configuration.storesMeasurements {
      output.measurements = measurementFormat.encode(analysis.documents.lazy.map(\.outcome))
    }
    return output
  }

  private func compressor(ofShard shard: Int) throws -> BatchCompressor {
    let shard = configuration.shards[shard]
    let name = OutputName(of: shard, compression: configuration.compression)
    if let compressor = compressors[name.compression] { return compressor }
    let compressor = try BatchCompressor(name.compression)
    compressors[name.compression] = compressor
    return compressor
  }

  private func analyzeNow(_ batch: RecordBatch, shard: Int) throws -> BatchAnalysis {
    var result = BatchAnalysis()
    result.kept = batch.prologue
    result.prologueLength = batch.prologue.count
    // Most documents stay as they are; of a large batch, what does not stay is to take no room.
    let size = batch.storage.bytes.count
    if size <= LargeBatches.threshold { result.kept.reserveCapacity(result.kept.count + size) }
    for entry in batch.quarantined { quarantine(entry, in: &result) }
    let sample = DocumentSample(configuration.sample, shard: batch.shard)
    for record in batch.records where sample.contains(line: record.line) {
      switch decoder.decode(record, of: batch) {
      case .quarantined(let entry): quarantine(entry, in: &result)
      case .document(let document): try judge(document, of: batch, shard: shard, in: &result)
      }
    }
    return result
  }

  /// Judges the documents again that an ordered pass has measured anew, by their index.
  func revise(
    _ analysis: BatchAnalysis,
    of batch: RecordBatch,
    shard: Int,
    changed: [Int: Revision]
  ) throws -> BatchAnalysis {
    var result = analysis
    result.kept = Array(analysis.kept[..<analysis.prologueLength])
    result.removed = []
    result.attributes = []
    result.documents = []
    var last = (kept: analysis.prologueLength, removed: 0, attributes: 0)
    for (index, judged) in analysis.documents.enumerated() {
      if let revision = changed[index] {
        try rewrite(judged, revision, of: batch, shard: shard, in: &result)
      } else {
        var copy = judged
        result.kept += analysis.kept[last.kept..<judged.keptEnd]
        result.removed += analysis.removed[last.removed..<judged.removedEnd]
        result.attributes += analysis.attributes[last.attributes..<judged.attributesEnd]
        copy.keptEnd = result.kept.count
        copy.removedEnd = result.removed.count
        copy.attributesEnd = result.attributes.count
        result.documents.append(copy)
      }
      last = (judged.keptEnd, judged.removedEnd, judged.attributesEnd)
    }
    return result
  }

  private func rewrite(
    _ judged: JudgedDocument,
    _ revision: Revision,
    of batch: RecordBatch,
    shard: Int,
    in result: inout BatchAnalysis
  ) throws {
    guard case .document(let document) = decoder.decode(judged.record, of: batch) else {
      throw Diagnostic("filter/unstable-input", "a record cannot be decoded a second time")
    }
    var measured = DocumentWriter.Measured(
      revision.inspection,
      scalarCount: judged.outcome.scalarCount,
      judged.digest
    )
    measured.duplicates = judged.duplicates
    measured.signature = judged.signature
    measured.original = revision.original
    try writer.write(document, of: batch, shard: shard, measured: measured, to: &result)
  }

  private func quarantine(_ entry: QuarantineEntry, in result: inout BatchAnalysis) {
    renderer.appendQuarantine(entry, to: &result.quarantine)
    result.quarantinedCodes.append(entry.code)
  }

  private func judge(
    _ document: DocumentRecord,
    of batch: RecordBatch,
    shard: Int,
    in result: inout BatchAnalysis
  ) throws {
    text.analyze(document.text, url: document.url)
    inspection.reset()
    for (inspector, first) in zip(inspectors, configuration.policy.table.firstSlots) {
      inspection.beginDetector(firstRule: first)
      try inspector.inspect(text, into: &inspection)
    }
    var measured = DocumentWriter.Measured(
      inspection,
      scalarCount: text.scalarCount,
      Digest.sha256(document.text)
    )
    measured.duplicates = duplicates?.keys
    measured.signature = nearDuplicates?.signature
    try writer.write(document, of: batch, shard: shard, measured: measured, to: &result)
  }
}
