/// A piece of packed memory and what keeps it alive.
struct PackedPiece: Sendable {
  let pages: MappedPages
  let offset: Int

  var start: UnsafeMutableRawPointer { pages.base + offset }
}
