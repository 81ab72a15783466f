import ReportPages

/// Figures and their intervals as dots on lines, one below the other on one scale.
struct ForestPlot {
  /// A dot, its line and the class of both.
  struct Mark {
    var value: Double
    var lower: Double?
    var upper: Double?
    var style: String
    /// Such as the name of a run, for those who do not see the drawing.
    var name: String
  }

  private static let rowHeight = 20.0

  var marks: [Mark?]
  var scale: ForestScale
  /// A value worth a dashed line, such as the one that is best.
  var target: Double?

  var svg: String {
    let height = Int(Self.rowHeight) * max(1, marks.count)
    var content = scale.lines(height: height)
    if let target, scale.contains(target) {
      content += SVGPlot.line(x: scale.position(of: target), from: 0, to: height, "limit")
    }
    for (row, mark) in marks.enumerated() {
      guard let mark else { continue }
      let y = (Double(row) + 0.5) * Self.rowHeight
      if let lower = mark.lower, let upper = mark.upper {
        let from = scale.position(of: lower)
        content += SVGPlot.rect(
          x: from,
          width: scale.position(of: upper) - from,
          y: y - 1.5,
          height: 3,
          mark.style
        )
      }
      content += """
        <circle cx="\(SVGPlot.percent(scale.position(of: mark.value)))" \
        cy="\(ReportFormat.decimal(y, 1))" r="4.5" class="\(mark.style)"/>
        """
    }
    return SVGPlot.frame(height: height, label: label, content)
  }

  private var label: String {
    marks.compactMap { $0 }.map { mark in
      let ends = [mark.lower, mark.upper].compactMap { $0 }.map { ReportFormat.decimal($0, 3) }
      let interval = ends.count == 2 ? ", from \(ends[0]) to \(ends[1])" : ""
      return "\(mark.name): \(ReportFormat.decimal(mark.value, 3))\(interval)"
    }.joined(separator: "; ")
  }
}

/// What a drawing of figures reaches from and to.
struct ForestScale {
  let low: Double
  let high: Double

  /// 0 to 1 where that holds everything, -1 to 1 where that does, else what is needed.
  init(of values: [Double]) {
    let finite = values.filter(\.isFinite)
    let least = finite.min() ?? 0
    let most = finite.max() ?? 1
    if least >= 0, most <= 1 {
      (low, high) = (0, 1)
    } else if least >= -1, most <= 1 {
      (low, high) = (-1, 1)
    } else {
      let reach = Self.round(max(abs(least), abs(most)))
      (low, high) = (least < 0 ? -reach : 0, reach)
    }
  }

  /// Even to both sides of zero, as far as the values need.
  init(differences values: [Double]) {
    let reach = Self.round(max(0.01, values.filter(\.isFinite).map(abs).max() ?? 0))
    (low, high) = (-reach, reach)
  }

  /// The next number up that is 1, 2 or 5 with noughts.
  private static func round(_ value: Double) -> Double {
    var power = 1e-6
    while power * 10 <= value, power < 1e12 { power *= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { value <= $0 } ?? value
  }

  func contains(_ value: Double) -> Bool { value >= low && value <= high }

  func position(of value: Double) -> Double {
    guard value.isFinite, high > low else { return 0.5 }
    return min(1, max(0, (value - low) / (high - low)))
  }

  /// The ends and the middle as thin lines.
  func lines(height: Int) -> String {
    [0, 0.5, 1].map { SVGPlot.line(x: $0, from: 0, to: height, "base") }.joined()
  }

  /// Numbers at the ends and in the middle.
  var axis: String {
    let marks = [low, (low + high) / 2, high].enumerated().map { index, value in
      SVGPlot.text(ReportFormat.value(value), x: Double(index) / 2, y: 12)
    }
    return SVGPlot.frame(height: 16, label: "scale", marks.joined())
  }
}
