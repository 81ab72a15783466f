import Diagnostics

/// Where the documents of one source stand and how large they are, kept in 16 bytes each.
///
/// They lie in a file, or in memory where nothing is written. To find the end of a sample takes a
/// table of 65,536 sums and the documents of one of its cells.
package final class ChoiceSpool {
  /// One document.
  package struct Entry: Sendable, Hashable {
    package var choice: MixtureChoice
    /// In the recipe's unit.
    package var size: UInt32

    package init(choice: MixtureChoice, size: UInt32) {
      self.choice = choice
      self.size = size
    }
  }

  /// What a sample comes to.
  package struct Sample: Sendable, Hashable {
    package var bound: MixtureBound
    package var documents = 0
    /// In the recipe's unit.
    package var amount = 0
  }

  private static let entryBytes = 16
  private static let bufferBytes = 1 << 20
  private let file: PartialFile?
  private var bytes: [UInt8] = []
  private var amounts = [Int](repeating: 0, count: 1 << 16)
  private var counts = [Int](repeating: 0, count: 1 << 16)

  /// - Parameters:
  ///   - folder: Where the file goes; nil keeps all in memory.
  ///   - name: Of the file.
  /// - Throws: `output/disk-full` and its like.
  package init(folder: String?, name: String) throws {
    file = try folder.map { try PartialFile(folder: $0, name: name, start: .replacing) }
  }

  /// Takes documents in any order.
  package func append(_ entries: [Entry]) throws {
    for entry in entries {
      let cell = Int(entry.choice.key >> 48)
      amounts[cell] += Int(entry.size)
      counts[cell] += 1
      withUnsafeBytes(of: entry.choice.key.littleEndian) { bytes += $0 }
      withUnsafeBytes(of: entry.choice.tie.littleEndian) { bytes += $0 }
      withUnsafeBytes(of: entry.size.littleEndian) { bytes += $0 }
    }
    if bytes.count >= Self.bufferBytes { try flush() }
  }

  /// Finds the sample whose amount comes nearest to the one asked for, the smaller of two as near.
  ///
  /// The documents that come first are in it, so that a larger sample of the same seed holds it.
  ///
  /// - Parameter amount: Less than all documents have together.
  /// - Returns: Its end, and how much it holds: at most half a document more or less than asked.
  /// - Throws: `output/read-failed` and its like.
  package func sample(of amount: Int) throws -> Sample {
    guard amount > 0 else { return Sample(bound: .none) }
    var sample = Sample(bound: .none)
    var cell = 0
    while cell < amounts.count, sample.amount + amounts[cell] <= amount {
      sample.amount += amounts[cell]
      sample.documents += counts[cell]
      cell += 1
    }
    guard cell < amounts.count else {
      let last = MixtureChoice(key: .max, tie: .max)
      return Sample(
        bound: MixtureBound(end: last, equals: .max),
        documents: sample.documents,
        amount: sample.amount
      )
    }
    sample.bound.end = MixtureChoice(key: UInt64(cell) << 48, tie: 0)
    for entry in try entries(in: cell) {
      let more = sample.amount + Int(entry.size)
      guard more <= amount || more - amount < amount - sample.amount else { break }
      let isSame = sample.bound.equals > 0 && sample.bound.end == entry.choice
      sample.bound = MixtureBound(
        end: entry.choice,
        equals: isSame ? sample.bound.equals + 1 : 1
      )
      sample.amount = more
      sample.documents += 1
    }
    return sample
  }

  /// Takes the file away.
  package func discard() throws { try file?.discard() }

  private func entries(in cell: Int) throws -> [Entry] {
    var found: [Entry] = []
    found.reserveCapacity(counts[cell])
    func take(_ piece: UnsafeRawBufferPointer) {
      for start in stride(from: 0, to: piece.count - Self.entryBytes + 1, by: Self.entryBytes) {
        let key = UInt64(littleEndian: piece.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        guard Int(key >> 48) == cell else { continue }
        let tie = piece.loadUnaligned(fromByteOffset: start + 8, as: UInt32.self)
        let size = piece.loadUnaligned(fromByteOffset: start + 12, as: UInt32.self)
        let choice = MixtureChoice(key: key, tie: UInt32(littleEndian: tie))
        found.append(Entry(choice: choice, size: UInt32(littleEndian: size)))
      }
    }
    try flush()
    if let file { try file.readAll(take) } else { bytes.withUnsafeBytes(take) }
    return found.sorted { ($0.choice, $0.size) < ($1.choice, $1.size) }
  }

  private func flush() throws {
    guard let file else { return }
    try file.append(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
