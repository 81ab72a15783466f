import SafetyCore

/// Measures and numbers the documents of batches; each thread has its own.
final class MixtureMeasurer: BatchWorker {
  private let configuration: MixtureRun.Configuration
  private let decoders: [RecordDecoder]
  private let counter: (any TokenCounter)?
  private let renderer = RecordRenderer()

  init(_ configuration: MixtureRun.Configuration) throws {
    self.configuration = configuration
    decoders = try configuration.makeDecoders()
    counter = configuration.tokens?.makeCounter()
  }

  func analyze(_ batch: RecordBatch, shard: Int) throws -> MeasuredBatch {
    let source = configuration.inputs.sources[shard]
    var result = MeasuredBatch()
    for entry in batch.quarantined { quarantine(entry, in: &result) }
    for record in batch.records {
      switch decoders[source].decode(record, of: batch) {
      case .quarantined(let entry): quarantine(entry, in: &result)
      case .document(let document): measure(document, source: source, in: &result)
      }
    }
    return result
  }

  private func measure(
    _ document: DocumentRecord,
    source: Int,
    in result: inout MeasuredBatch
  ) {
    let keys = configuration.keys[source]
    let digest = Digest.sha256(document.text)
    let size = MixtureSize(
      documents: 1,
      bytes: document.text.count,
      tokens: counter?.count(document.text) ?? 0
    )
    guard !keys.isHeldOut(digest) else {
      result.supply.heldOut += size
      return
    }
    result.supply.open += size
    result.entries.append(
      ChoiceSpool.Entry(
        choice: keys.choice(digest, id: document.id),
        size: UInt32(clamping: size[configuration.recipe.unit])
      )
    )
  }

  private func quarantine(_ entry: QuarantineEntry, in result: inout MeasuredBatch) {
    renderer.appendQuarantine(entry, to: &result.quarantine)
    result.quarantinedCodes.append(entry.code)
  }
}
