/// A document's place among those of its source.
package struct MixtureChoice: Sendable, Hashable, Comparable {
  package var key: UInt64
  package var tie: UInt32

  package init(key: UInt64, tie: UInt32) {
    self.key = key
    self.tie = tie
  }

  package static func < (a: MixtureChoice, b: MixtureChoice) -> Bool {
    (a.key, a.tie) < (b.key, b.tie)
  }
}
