import SafetyCore

/// Draws the documents of batches as a plan says; each thread has its own.
final class MixtureDrawer: BatchWorker {
  private let configuration: MixtureRun.Configuration
  private let plan: MixturePlan
  private let bounds: [MixtureBound]
  private let decoders: [RecordDecoder]
  private let renderer = RecordRenderer()

  init(
    _ configuration: MixtureRun.Configuration,
    plan: MixturePlan,
    bounds: [MixtureBound]
  ) throws {
    self.configuration = configuration
    self.plan = plan
    self.bounds = bounds
    decoders = try configuration.makeDecoders()
  }

  func analyze(_ batch: RecordBatch, shard: Int) throws -> DrawnBatch {
    let source = configuration.inputs.sources[shard]
    var result = DrawnBatch()
    for record in batch.records {
      // What cannot be read went to quarantine when it was measured.
      guard case .document(let document) = decoders[source].decode(record, of: batch) else {
        continue
      }
      draw(document, of: batch, source: source, into: &result)
    }
    return result
  }

  private func draw(
    _ document: DocumentRecord,
    of batch: RecordBatch,
    source: Int,
    into result: inout DrawnBatch
  ) {
    let keys = configuration.keys[source]
    let digest = Digest.sha256(document.text)
    let size = MixtureSize(documents: 1, bytes: document.text.count)
    let isHeldOut = keys.isHeldOut(digest)
    var copies = 1
    var isAtBound = false
    if isHeldOut {
      result.supply.heldOut += size
    } else {
      result.supply.open += size
      let choice = keys.choice(digest, id: document.id)
      let bound = bounds[source]
      copies = plan.parts[source].passes + (choice < bound.end ? 1 : 0)
      isAtBound = bound.equals > 0 && choice == bound.end
    }
    guard copies > 0 || isAtBound else { return }
    let start = result.bytes.count
    append(document, of: batch, source: source, to: &result.bytes)
    result.documents.append(
      DrawnDocument(
        line: start..<result.bytes.count,
        id: document.id,
        digest: digest,
        isHeldOut: isHeldOut,
        copies: copies,
        isAtBound: isAtBound,
        place: keys.place(shard: batch.shard, line: document.line),
        textBytes: document.text.count
      )
    )
  }

  /// The record's own bytes where it is a JSON line with its text under `text`, else a new line, so
  /// that whoever trains finds the text of every line in one place.
  private func append(
    _ document: DocumentRecord,
    of batch: RecordBatch,
    source: Int,
    to out: inout [UInt8]
  ) {
    let isOwn =
      batch.format.isJSON
      && configuration.recipe.sources[source].options.textField == ReadOptions().textField
    guard isOwn else {
      renderer.appendWebDocument(document, text: document.text, to: &out)
      return
    }
    renderer.appendKept(document, of: batch, to: &out)
    // Windows' line ends are no part of a record.
    if out.count > 1, out[out.count - 2] == ByteSearch.carriageReturn {
      out.remove(at: out.count - 2)
    }
  }
}
