import ReportPages

/// A histogram with the policy's thresholds drawn in; what lies beyond them is in the accent.
struct HistogramPlot {
  let scale: HistogramScale
  let bins: [Int]
  /// Drawn on top of `bins` in the accent, or empty.
  var stacked: [Int] = []
  var minimum: Double?
  var maximum: Double?
  let label: String

  private static let top = 18.0
  private static let height = 84.0

  var svg: String {
    let range = shownBins
    let width = 1 / Double(range.count)
    let sums = bins.indices.map { bins[$0] + (stacked.isEmpty ? 0 : stacked[$0]) }
    let highest = Double(sums.max() ?? 0).squareRoot()
    var content = ""
    for (place, bin) in range.enumerated() where sums[bin] > 0 {
      let x = (Double(place) + 0.08) * width
      let full = max(1.5, Double(sums[bin]).squareRoot() / highest * Self.height)
      let base = stacked.isEmpty ? full : full * Double(bins[bin]) / Double(sums[bin])
      let bottom = Self.top + Self.height
      content += SVGPlot.rect(
        x: x,
        width: width * 0.84,
        y: bottom - base,
        height: base,
        isOutside(bin) ? "out" : "in"
      )
      if full > base {
        content += SVGPlot.rect(
          x: x,
          width: width * 0.84,
          y: bottom - full,
          height: full - base,
          "out"
        )
      }
    }
    content += "<line x1=\"0%\" x2=\"100%\" y1=\"102\" y2=\"102\" class=\"base\"/>"
    content += ticks(range) + thresholds(range)
    return SVGPlot.frame(height: 120, label: label, content)
  }

  /// From the first to the last bin that holds documents or a threshold, and one more.
  private var shownBins: Range<Int> {
    var used = bins.indices.filter { bins[$0] + (stacked.isEmpty ? 0 : stacked[$0]) > 0 }
    used += [minimum, maximum].compactMap { $0 }.map { scale.bin(of: $0) }
    let last = min(scale.binCount - 1, (used.max() ?? 0) + 1)
    let first = scale == .shares ? 0 : max(0, (used.min() ?? 0) - 1)
    let least = min(scale.binCount, first + 10)
    return first..<max(last + 1, least)
  }

  private func isOutside(_ bin: Int) -> Bool {
    if let maximum, scale.lowerEdge(of: bin) >= maximum, maximum > 0 || bin > 0 { return true }
    if let minimum, bin < scale.binCount - 1 { return scale.lowerEdge(of: bin + 1) <= minimum }
    return false
  }

  private func edge(_ bin: Int) -> Double {
    bin < scale.binCount ? scale.lowerEdge(of: bin) : scale == .shares ? 1 : 4_294_967_296
  }

  private func position(of value: Double, in range: Range<Int>) -> Double {
    let bin = scale.bin(of: value)
    let low = edge(bin)
    let part = min(1, max(0, (value - low) / (edge(bin + 1) - low)))
    return (Double(bin - range.lowerBound) + part) / Double(range.count)
  }

  private func ticks(_ range: Range<Int>) -> String {
    let middle = (range.lowerBound + range.upperBound) / 2
    return [range.lowerBound, middle, range.upperBound].map { bin in
      SVGPlot.text(
        ReportFormat.compact(edge(bin)),
        x: Double(bin - range.lowerBound) / Double(range.count),
        y: 117
      )
    }.joined()
  }

  private func thresholds(_ range: Range<Int>) -> String {
    var content = ""
    for (name, value) in [("min", minimum), ("max", maximum)] {
      guard let value else { continue }
      let x = position(of: value, in: range)
      content += SVGPlot.line(x: x, from: 16, to: 102, "limit")
      content += SVGPlot.text("\(name) \(ReportFormat.compact(value))", x: x, y: 11, "mark")
    }
    return content
  }
}
