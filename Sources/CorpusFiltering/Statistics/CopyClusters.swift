import SafetyCore

/// Near duplicates by the document that stays: how many have how many copies, and which the most.
package struct CopyClusters: Sendable, Hashable {
  /// A document that was kept and the documents found to be copies of it.
  package struct Cluster: Sendable, Hashable {
    package var original: OriginalDocument
    package var copies: Int
  }

  /// Clusters that are listed by name.
  package static let listed = 10

  /// Documents that others were compared with.
  package var remembered: Int
  /// Documents kept for which there was no room.
  package var forgotten: Int
  /// Clusters by their number of documents in ranges that double: 2 to 3, 4 to 7 and so on.
  package private(set) var bySize: [Int] = []
  /// Those of the most copies, the first in the input of equally large ones first.
  package private(set) var largest: [Cluster] = []

  package init(remembered: Int, forgotten: Int) {
    self.remembered = remembered
    self.forgotten = forgotten
  }

  /// Documents that stay and have copies.
  package var count: Int { bySize.reduce(0, +) }

  /// The sizes that an index of `bySize` stands for.
  package static func sizes(at index: Int) -> ClosedRange<Int> {
    (2 << index)...((4 << index) - 1)
  }

  /// Counts a cluster; clusters come in the order of the input.
  package mutating func add(copies: Int, original: () -> OriginalDocument) {
    let index = Int.bitWidth - 2 - (copies + 1).leadingZeroBitCount
    while bySize.count <= index { bySize.append(0) }
    bySize[index] += 1
    let place = largest.firstIndex { $0.copies < copies } ?? largest.count
    guard place < Self.listed else { return }
    largest.insert(Cluster(original: original(), copies: copies), at: place)
    if largest.count > Self.listed { largest.removeLast() }
  }
}
