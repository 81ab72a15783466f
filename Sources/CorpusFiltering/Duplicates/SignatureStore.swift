import SafetyCore
import TextViews

/// The signatures and places of the documents kept so far, in bounded memory.
package struct SignatureStore {
  /// A document that shares a bucket with another, and how similar the two are.
  package struct Match: Sendable, Hashable {
    /// Counts from zero in the order in which documents were added.
    package var document: Int
    package var similarity: Double

    package init(document: Int, similarity: Double) {
      self.document = document
      self.similarity = similarity
    }
  }

  /// Some documents, so that nothing is copied when there are more of them.
  private struct Chunk {
    var codes: [UInt8] = []
    var shards: [UInt32] = []
    var lines: [Int] = []
    var ids: [UInt8] = []
    /// Where each id ends in `ids`.
    var idEnds: [UInt32] = []
    /// Documents found to be copies of each.
    var copies: [UInt32] = []

    /// Takes the memory of all but the ids at once, so that no array holds more than it needs.
    init(codeCount: Int) {
      codes.reserveCapacity(SignatureStore.chunkSize * codeCount)
      shards.reserveCapacity(SignatureStore.chunkSize)
      lines.reserveCapacity(SignatureStore.chunkSize)
      idEnds.reserveCapacity(SignatureStore.chunkSize)
      copies.reserveCapacity(SignatureStore.chunkSize)
    }
  }

  private static let chunkSize = 256
  /// Bytes a document takes beside its codes, its id and its slots in the table.
  private static let placeBytes = 20

  package private(set) var count = 0
  /// Set where a document found no room: from then on none is added.
  package private(set) var isFull = false
  private var chunks: [Chunk] = []
  private var table = BucketTable()
  private var storedBytes = 0
  private let codeCount: Int
  private let memoryBytes: Int

  /// - Parameters:
  ///   - codeCount: Of each signature.
  ///   - memoryBytes: Codes, places, ids and the table never take more.
  package init(codeCount: Int, memoryBytes: Int) {
    self.codeCount = codeCount
    self.memoryBytes = memoryBytes
  }

  /// Bytes of all that grows with the documents.
  package var byteCount: Int { storedBytes + table.byteCount }

  /// The most similar document that shares a bucket, the first of equally similar ones.
  package func closest(to signature: TextSignature) -> Match? {
    var met: [Int] = []
    var best: Match?
    for key in signature.keys {
      table.forEachDocument(in: key) { document in
        guard !met.contains(document) else { return }
        met.append(document)
        let match = Match(document: document, similarity: similarity(of: document, to: signature))
        guard let last = best else { return best = match }
        let isCloser = match.similarity > last.similarity
        if isCloser || (match.similarity == last.similarity && document < last.document) {
          best = match
        }
      }
    }
    return best
  }

  /// Adds a document under the next number; false where there is no room for it.
  package mutating func add(_ signature: TextSignature, _ place: OriginalDocument) -> Bool {
    let own = codeCount + Self.placeBytes + place.id.utf8.count
    let more = own + table.growth(for: signature.keys)
    guard !isFull, count < UInt32.max - 1, byteCount + more <= memoryBytes else {
      isFull = true
      return false
    }
    if count % Self.chunkSize == 0 { beginChunk() }
    let last = chunks.count - 1
    chunks[last].codes += signature.codes
    chunks[last].shards.append(UInt32(truncatingIfNeeded: place.shard))
    chunks[last].lines.append(place.line)
    chunks[last].ids += place.id.utf8
    chunks[last].idEnds.append(UInt32(truncatingIfNeeded: chunks[last].ids.count))
    chunks[last].copies.append(0)
    storedBytes += own
    for key in signature.keys { table.insert(count, in: key) }
    count += 1
    return true
  }

  /// Adds nothing from here on, as where a document found no room.
  mutating func close() { isFull = true }

  /// Notes that one more document is a copy of this one.
  package mutating func addCopy(of document: Int) {
    chunks[document / Self.chunkSize].copies[document % Self.chunkSize] += 1
  }

  /// How many documents were found to be copies of this one.
  package func copies(of document: Int) -> Int {
    Int(chunks[document / Self.chunkSize].copies[document % Self.chunkSize])
  }

  /// Where a document is in the input.
  package func place(of document: Int) -> OriginalDocument {
    let chunk = chunks[document / Self.chunkSize]
    let index = document % Self.chunkSize
    let start = index == 0 ? 0 : Int(chunk.idEnds[index - 1])
    return OriginalDocument(
      id: String(decoding: chunk.ids[start..<Int(chunk.idEnds[index])], as: UTF8.self),
      shard: Int(chunk.shards[index]),
      line: chunk.lines[index]
    )
  }

  private mutating func beginChunk() {
    // A copy has no room to spare, as an array that has grown has.
    if let last = chunks.indices.last { chunks[last].ids = [UInt8](chunks[last].ids[...]) }
    chunks.append(Chunk(codeCount: codeCount))
  }

  private func similarity(of document: Int, to signature: TextSignature) -> Double {
    let start = document % Self.chunkSize * codeCount
    return chunks[document / Self.chunkSize].codes.withUnsafeBufferPointer { codes in
      signature.codes.withUnsafeBufferPointer { others in
        let own = UnsafeBufferPointer(rebasing: codes[start..<start + codeCount])
        return TextSignature.similarity(own, others)
      }
    }
  }
}
