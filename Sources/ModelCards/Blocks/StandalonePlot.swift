import ReportPages
import SafetyCore

/// Drawings that stand in a file of their own: no script, no font, light and dark.
enum StandalonePlot {
  static let width = 720

  /// Wraps a drawing; the description is for those who do not see it.
  static func svg(height: Int, title: String, description: String, _ content: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="100%" \
    role="img" class="card-plot"><title>\(HTMLText.escaped(title))</title>\
    <desc>\(HTMLText.escaped(description))</desc><style>
    .card-plot { font: 13px system-ui, sans-serif; --i: #1f2226; --s: #5c636c; --l: #e5e1d9; \
    --a: #b1432a; --b: #a9b0b6; --m: #2c6596; --n: #5d7a1c; --o: #74489c; }
    @media (prefers-color-scheme: dark) { .card-plot { --i: #e8e6e1; --s: #a0a6ae; --l: #2e333a; \
    --a: #f08a6c; --b: #6a727b; --m: #7db6e8; --n: #b3cc6a; --o: #c7a3e8; } }
    @media print { .card-plot { --i: #000; --s: #444; --l: #ccc; --a: #9c3218; --b: #aaa; } }
    .card-plot .t { fill: var(--i); } .card-plot .q { fill: var(--s); } \
    .card-plot .g { stroke: var(--l); } .card-plot .c { stroke: var(--a); stroke-width: 2; } \
    .card-plot .d { fill: var(--a); } .card-plot .k { fill: var(--b); }
    .card-plot [class^=s] { stroke-width: 2; fill: none; } .card-plot .s0 { stroke: var(--a); } \
    .card-plot .s1 { stroke: var(--m); stroke-dasharray: 7 3; } \
    .card-plot .s2 { stroke: var(--n); stroke-dasharray: 2 3; } \
    .card-plot circle[class^=s] { stroke-dasharray: none; } \
    .card-plot .s3 { stroke: var(--o); stroke-dasharray: 9 3 2 3; }
    </style>
    \(content)
    </svg>
    """
  }

  /// A share as it is printed, with the minus of print.
  static func percent(_ metric: MetricEvent) -> String {
    MetricText.value(metric).replacing("-", with: "−") + "%"
  }

  /// A coordinate with one digit, the same on every machine.
  static func place(_ value: Double) -> String {
    ReportFormat.decimal(value, 1).replacing("−", with: "-")
  }

  static func text(
    _ text: String,
    x: Double,
    y: Double,
    anchor: String = "start",
    _ style: String = "t"
  ) -> String {
    """
    <text x="\(place(x))" y="\(place(y))" text-anchor="\(anchor)" class="\(style)">\
    \(HTMLText.escaped(text))</text>

    """
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String)
    -> String
  {
    "<line x1=\"\(place(x1))\" y1=\"\(place(y1))\" x2=\"\(place(x2))\" y2=\"\(place(y2))\" "
      + "class=\"\(style)\"/>\n"
  }

  /// A line through points; none for fewer than two.
  static func path(_ points: [(Double, Double)], _ style: String) -> String {
    guard points.count > 1 else { return "" }
    let places = points.map { "\(place($0.0)),\(place($0.1))" }.joined(separator: " ")
    return "<polyline points=\"\(places)\" class=\"\(style)\"/>\n"
  }

  static func dot(_ x: Double, _ y: Double, _ style: String) -> String {
    "<circle cx=\"\(place(x))\" cy=\"\(place(y))\" r=\"3\" class=\"\(style)\"/>\n"
  }

  static func bar(x: Double, y: Double, width: Double, height: Double, _ style: String) -> String {
    "<rect x=\"\(place(x))\" y=\"\(place(y))\" width=\"\(place(max(0, width)))\" "
      + "height=\"\(place(height))\" class=\"\(style)\"/>\n"
  }
}
