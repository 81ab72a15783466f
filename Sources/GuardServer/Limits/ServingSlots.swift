import Synchronization

/// Counts requests on their way; there are never more than its bound.
final class ServingSlots: Sendable {
  /// A place among them, given back when nobody holds it any more.
  final class Slot: Sendable {
    private let slots: ServingSlots

    fileprivate init(_ slots: ServingSlots) { self.slots = slots }

    deinit { slots.taken.withLock { $0 -= 1 } }
  }

  private let bound: Int
  private let taken = Mutex(0)

  init(bound: Int) { self.bound = bound }

  var count: Int { taken.withLock { $0 } }

  /// A place.
  ///
  /// - Throws: A `ServeFailure` with status 429 where all are taken.
  func take() throws(ServeFailure) -> Slot {
    let isFree = taken.withLock { taken in
      guard taken < bound else { return false }
      taken += 1
      return true
    }
    guard isFree else { throw .busy("the server answers as many requests as it can") }
    return Slot(self)
  }
}
