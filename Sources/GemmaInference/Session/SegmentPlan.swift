/// Cuts readings into passes of at most so many rows, tokens of several sessions side by side.
struct SegmentPlan {
  private let chunk: Int
  private(set) var passes: [[Segment]] = []
  private var rows = 0

  init(_ readings: [Reading], chunk: Int) {
    self.chunk = chunk
    for (number, reading) in readings.enumerated() { add(reading, number) }
  }

  private mutating func add(_ reading: Reading, _ number: Int) {
    // A ring has room for one chunk of its session behind the window.
    let longest = min(chunk, reading.session.cache.chunk)
    var start = 0
    while start < reading.tokens.count {
      if passes.isEmpty || rows == chunk || isWaiting(reading.session) {
        passes.append([])
        rows = 0
      }
      let count = min(longest, reading.tokens.count - start, chunk - rows)
      let request = reading.request.rows.clamped(to: start..<start + count)
      let shift = rows - start
      passes[passes.count - 1].append(
        Segment(
          reading: number,
          session: reading.session,
          tokens: reading.tokens[start..<start + count],
          rows: rows..<rows + count,
          wanted: request.lowerBound + shift..<request.upperBound + shift
        )
      )
      start += count
      rows += count
    }
  }

  /// A session reads one segment a pass, since the next one sees its keys.
  private func isWaiting(_ session: GemmaSession) -> Bool {
    passes.last?.contains { $0.session === session } ?? false
  }
}
