/// Whether the items on which two runs differ lean to one side, by McNemar's test in its exact form.
package struct McNemarTest: Sendable, Hashable {
  /// Items that hold in the first run alone.
  package let lost: Int
  /// Items that hold in the second run alone.
  package let gained: Int

  package init(lost: Int, gained: Int) {
    self.lost = max(0, lost)
    self.gained = max(0, gained)
  }

  /// How often so uneven a split comes by chance, from both sides; 1 where nothing differs.
  package var p: Double {
    let fewer = min(lost, gained)
    let all = lost + gained
    guard fewer < all - fewer else { return 1 }
    // P(X ≤ k) of a fair coin is the incomplete beta function at a half.
    let tail = IncompleteBeta.value(0.5, Double(all - fewer), Double(fewer + 1))
    return tail.map { min(1, 2 * $0) } ?? 1
  }
}
