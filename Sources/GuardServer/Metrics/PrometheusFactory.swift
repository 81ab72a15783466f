import CoreMetrics
import Synchronization

/// Keeps metrics in memory and writes them as Prometheus reads them.
///
/// Dimensions are few by construction; beyond `mostSeries` new series are dropped, and counted.
package final class PrometheusFactory: MetricsFactory {
  enum Kind: String {
    case counter
    case gauge
    case histogram
  }

  struct Key: Hashable {
    var name: String
    var labels: [Label]
  }

  /// A label as it came; it is escaped when it is written.
  struct Label: Hashable, Comparable {
    static let mostCharacters = 200
    var name: String
    var value: String

    static func < (a: Self, b: Self) -> Bool { (a.name, a.value) < (b.name, b.value) }
  }

  private struct State {
    var kinds: [String: Kind] = [:]
    var numbers: [Key: NumberCell] = [:]
    var histograms: [Key: HistogramCell] = [:]
    var help: [String: String] = [:]
    var dropped = 0
  }

  private static let mostSeries = 5_000
  private let state = Mutex(State())

  package init() {}

  /// Says what a metric is, for people.
  package func describe(_ name: String, _ help: String) {
    state.withLock { $0.help[name] = help }
  }

  // MARK: Handlers

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    number(label, dimensions, .counter)
  }

  package func makeFloatingPointCounter(
    label: String,
    dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    number(label, dimensions, .counter)
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    number(label, dimensions, .gauge)
  }

  package func makeRecorder(
    label: String,
    dimensions: [(String, String)],
    aggregate: Bool
  ) -> any RecorderHandler {
    guard aggregate else { return number(label, dimensions, .gauge) }
    return histogram(label, dimensions)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histogram(label, dimensions)
  }

  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  package func destroyMeter(_ handler: any MeterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}

  private func number(
    _ name: String,
    _ dimensions: [(String, String)],
    _ kind: Kind
  ) -> NumberCell {
    let key = Self.key(name, dimensions)
    return state.withLock { state in
      if let cell = state.numbers[key] { return cell }
      let cell = NumberCell()
      guard Self.hasRoom(&state) else { return cell }
      state.kinds[name] = kind
      state.numbers[key] = cell
      return cell
    }
  }

  private func histogram(_ name: String, _ dimensions: [(String, String)]) -> HistogramCell {
    let key = Self.key(name, dimensions)
    return state.withLock { state in
      if let cell = state.histograms[key] { return cell }
      let cell = HistogramCell(isTime: name.hasSuffix("_seconds"))
      guard Self.hasRoom(&state) else { return cell }
      state.kinds[name] = .histogram
      state.histograms[key] = cell
      return cell
    }
  }

  private static func hasRoom(_ state: inout State) -> Bool {
    if state.numbers.count + state.histograms.count < mostSeries { return true }
    state.dropped += 1
    return false
  }

  private static func key(_ name: String, _ dimensions: [(String, String)]) -> Key {
    Key(name: name, labels: dimensions.map { Label(name: $0.0, value: bounded($0.1)) })
  }

  private static func bounded(_ text: String) -> String {
    let most = Label.mostCharacters
    return text.utf8.count <= most ? text : String(text.unicodeScalars.prefix(most))
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "\"":
        out.unicodeScalars.append("\\")
        out.unicodeScalars.append(scalar)
      case "\n": out += "\\n"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  // MARK: Text

  /// All metrics in the text format of Prometheus, sorted by name and labels.
  package var exposition: String {
    state.withLock { state in
      var lines: [String] = []
      for (name, kind) in state.kinds.sorted(by: { $0.key < $1.key }) {
        if let help = state.help[name] { lines.append("# HELP \(name) \(help)") }
        lines.append("# TYPE \(name) \(kind.rawValue)")
        let numbers = state.numbers.filter { $0.key.name == name }
        for (key, cell) in numbers.sorted(by: { Self.isBefore($0.key, $1.key) }) {
          lines.append("\(name)\(Self.braced(key.labels)) \(Self.written(cell.value))")
        }
        let histograms = state.histograms.filter { $0.key.name == name }
        for (key, cell) in histograms.sorted(by: { Self.isBefore($0.key, $1.key) }) {
          lines += Self.lines(name, key.labels, cell)
        }
      }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  private static func isBefore(_ a: Key, _ b: Key) -> Bool {
    a.labels.lexicographicallyPrecedes(b.labels)
  }

  private static func braced(_ labels: [Label]) -> String {
    let written = labels.map { "\($0.name)=\"\(escaped($0.value))\"" }
    return labels.isEmpty ? "" : "{\(written.joined(separator: ","))}"
  }

  private static func lines(_ name: String, _ labels: [Label], _ cell: HistogramCell) -> [String] {
    let (counts, sum) = cell.counts
    var total = 0
    var lines: [String] = []
    for (bound, count) in zip(cell.bounds.map(written) + ["+Inf"], counts) {
      total += count
      lines.append("\(name)_bucket\(braced(labels + [Label(name: "le", value: bound)])) \(total)")
    }
    lines.append("\(name)_sum\(braced(labels)) \(written(sum))")
    lines.append("\(name)_count\(braced(labels)) \(total)")
    return lines
  }

  private static func written(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : value.description
  }
}
