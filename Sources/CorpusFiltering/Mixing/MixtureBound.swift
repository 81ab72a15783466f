/// Where a sample of a source ends.
package struct MixtureBound: Sendable, Hashable {
  /// Everything before this is in the sample.
  package var end: MixtureChoice
  /// Of the documents just there, so many of the first that are read.
  package var equals = 0

  /// A sample of nothing.
  package static let none = MixtureBound(end: .init(key: 0, tie: 0))

  package init(end: MixtureChoice, equals: Int = 0) {
    self.end = end
    self.equals = equals
  }
}
