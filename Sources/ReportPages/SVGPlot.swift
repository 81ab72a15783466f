/// Pieces of inline drawings whose widths are percentages, so that text keeps its size.
package enum SVGPlot {
  /// A percentage with three digits, inside 0 to 100.
  package static func percent(_ fraction: Double) -> String {
    let inside = fraction.isFinite ? min(1, max(0, fraction)) : 0
    return ReportFormat.decimal(inside * 100, 3) + "%"
  }

  /// An empty drawing of a height, described in words for those who do not see it.
  package static func frame(height: Int, label: String, _ content: String) -> String {
    """
    <svg width="100%" height="\(height)" role="img" aria-label="\(HTMLText.escaped(label))">\
    \(content)</svg>
    """
  }

  package static func rect(
    x: Double,
    width: Double,
    y: Double,
    height: Double,
    _ style: String
  ) -> String {
    """
    <rect x="\(percent(x))" width="\(percent(width))" y="\(ReportFormat.decimal(y, 1))" \
    height="\(ReportFormat.decimal(max(0, height), 1))" class="\(style)"/>
    """
  }

  package static func line(x: Double, from top: Int, to bottom: Int, _ style: String) -> String {
    let place = percent(x)
    return
      "<line x1=\"\(place)\" x2=\"\(place)\" y1=\"\(top)\" y2=\"\(bottom)\" class=\"\(style)\"/>"
  }

  /// Text that leans inwards near the ends of the drawing.
  package static func text(_ text: String, x: Double, y: Int, _ style: String = "axis") -> String {
    let anchor = x < 0.12 ? "start" : x > 0.88 ? "end" : "middle"
    return """
      <text x="\(percent(x))" y="\(y)" text-anchor="\(anchor)" class="\(style)">\
      \(HTMLText.escaped(text))</text>
      """
  }

  /// A single bar on a track.
  package static func bar(_ part: Int, of whole: Int, label: String) -> String {
    let share = whole > 0 ? Double(part) / Double(whole) : 0
    return frame(
      height: 10,
      label: label,
      rect(x: 0, width: 1, y: 0, height: 10, "track")
        + rect(x: 0, width: share, y: 0, height: 10, "out")
    )
  }
}
