/// What was found in one source.
package struct MixtureSupply: Sendable, Hashable {
  /// What may go into the mixture.
  package var open = MixtureSize()
  /// What is set aside.
  package var heldOut = MixtureSize()

  package init(open: MixtureSize = .init(), heldOut: MixtureSize = .init()) {
    self.open = open
    self.heldOut = heldOut
  }
}
