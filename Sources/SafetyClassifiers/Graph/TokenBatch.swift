/// Sequences of token ids one after another, without padding; kept and filled again.
package struct TokenBatch: Sendable {
  /// Special tokens included.
  package private(set) var ids: [Int32] = []
  /// Where each sequence begins, and the number of ids at the end.
  package private(set) var offsets: [Int] = [0]

  package init() {}

  package var sequenceCount: Int { offsets.count - 1 }

  /// Forgets the sequences and keeps their memory.
  mutating func removeAll() {
    ids.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    offsets.append(0)
  }

  /// Adds a sequence of ids, with what stands before and after it.
  package mutating func append(
    _ sequence: some Collection<Int32>,
    prefix: [Int32] = [],
    suffix: [Int32] = []
  ) {
    ids.append(contentsOf: prefix)
    ids.append(contentsOf: sequence)
    ids.append(contentsOf: suffix)
    offsets.append(ids.count)
  }
}
