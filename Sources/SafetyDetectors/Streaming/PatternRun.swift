/// A pattern at work: instructions reached, each with the earliest place that led there.
struct PatternRun {
  struct Thread {
    var at: Int32
    var start: Int
    /// Symbols since the start.
    var length: Int32
  }

  var threads: [Thread] = []
  var found: Range<Int>?
}
