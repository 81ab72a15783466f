/// A place from which on folded and original offsets differ by a new amount.
struct NormalizedBreak: BitwiseCopyable {
  var folded: UInt32
  var source: UInt32
}
