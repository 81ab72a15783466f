/// The reading of a text in which something was found.
package enum StreamView: String, Sendable, Hashable, CaseIterable {
  case raw
  case folded
  case skeleton
  case squeezed
  case decoded
  case rot13
  case reversed
}
