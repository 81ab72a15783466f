import Glibc

/// Long work on a terminal as a bar with an estimate of the end, elsewhere as a line now and then.
package final class ProgressBar {
  private let terminal: Terminal
  private let start = ContinuousClock.now
  private var last: ContinuousClock.Instant?
  private var startFraction: Double?
  private var isShown = false

  package init(_ terminal: Terminal) { self.terminal = terminal }

  /// Seconds since the bar was made.
  package var elapsed: Double { Self.seconds(ContinuousClock.now - start) }

  /// Shows how far the work is, at most ten times a second, or every five seconds in plain lines.
  ///
  /// - Parameters:
  ///   - fraction: The part done, from 0 to 1.
  ///   - facts: What stands behind the bar; it is computed only where something is shown.
  package func update(_ fraction: Double, facts: (_ elapsed: Double) -> [String]) {
    let now = ContinuousClock.now
    let first = startFraction ?? fraction
    startFraction = first
    if let last, now - last < (terminal.isInteractive ? .milliseconds(100) : .seconds(5)) {
      return
    }
    // A plain log needs no line for work of a moment.
    if last == nil, !terminal.isInteractive {
      last = now
      return
    }
    last = now
    let elapsed = Self.seconds(now - start)
    let part = min(max(fraction, 0), 1)
    var texts = facts(elapsed)
    if part - first > 0.001, elapsed > 1 {
      texts.append("ETA " + Self.duration(elapsed * (1 - part) / (part - first)))
    }
    show(part, texts)
  }

  /// Takes the bar away.
  package func finish() {
    if isShown { terminal.write("\r\u{1B}[K") }
    isShown = false
  }

  /// `1:02:03`, `2:03`.
  private static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e7 else { return "–" }
    let total = Int(seconds.rounded())
    let minutes = total / 60 % 60
    let tail = two(total % 60)
    return total >= 3600 ? "\(total / 3600):\(two(minutes)):\(tail)" : "\(minutes):\(tail)"
  }

  private func show(_ fraction: Double, _ texts: [String]) {
    let percent = "\(Int(fraction * 100))%"
    let facts = texts.joined(separator: "  ")
    guard terminal.isInteractive else {
      terminal.write("\(percent)  \(facts)\n")
      return
    }
    let padded = String(repeating: " ", count: max(0, 4 - percent.count)) + percent
    let room = terminal.width - facts.count - padded.count - 6
    let cells = min(30, max(0, room))
    let full = Int((Double(cells) * fraction).rounded(.down))
    let bar =
      String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
    let line = "\(bar) \(padded)  \(facts)".prefix(max(10, terminal.width - 1))
    terminal.write("\r\u{1B}[K\(line)")
    isShown = true
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
