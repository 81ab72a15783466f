import SafetyCore

/// The items of one benchmark in a run while they pass by, to be held against their end.
struct EvaluationBooks {
  private(set) var beginning: Int?
  private(set) var isEnded = false
  private var announced = 0
  private var root = MerkleRange()
  private var items: Set<String> = []
  /// Metrics with their slices, as they came.
  private var figures: Set<String> = []
  /// How the items' scores lie.
  private var spread: ScoreSpread?

  /// Books the beginning; returns what is wrong with it.
  mutating func begin(_ event: EvaluationBegin, at seq: Int) -> String? {
    guard beginning == nil else { return "\(Self.name(event.run, event.benchmark)) begins twice" }
    beginning = seq
    announced = event.items
    spread = ScoreSpread(run: event.run, benchmark: event.benchmark, subject: event.subject)
    return nil
  }

  /// Books an item with its body as it stands in the log.
  mutating func add(_ event: EvaluationItem, _ body: CanonicalValue) -> String? {
    guard case .object(let members) = body else { return "an item is no object" }
    root.append(EvaluationItem.leaf(of: members))
    spread?.add(event)
    if let problem = misplaced() { return problem }
    guard items.insert(event.item).inserted else {
      return "\(Self.name(event.run, event.benchmark)): an item is there twice"
    }
    return nil
  }

  /// Holds a spread of scores against the items that passed by.
  func check(_ event: ScoreSpread) -> String? {
    if let problem = misplaced() { return problem }
    return event == spread
      ? nil : "\(Self.name(event.run, event.benchmark)): its spread of scores is not of its items"
  }

  /// Books a figure, of which there is one before the end; returns what is wrong with it.
  ///
  /// Imported figures have no evaluation, and stand alone.
  mutating func add(_ event: MetricEvent) -> String? {
    let name = Self.name(event.run, event.benchmark)
    let slice = event.slice.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }
    guard figures.insert(([event.metric] + slice).joined(separator: "\u{0}")).inserted else {
      return "\(name): a figure is there twice"
    }
    return isEnded ? "\(name): a figure follows its end" : nil
  }

  /// Holds the sums of the end against what passed by.
  mutating func end(_ event: EvaluationEnd) -> String? {
    if let problem = misplaced() { return problem }
    isEnded = true
    items = []
    let name = Self.name(event.run, event.benchmark)
    guard event.items == root.size else {
      return "\(name): \(event.items) items at its end, \(root.size) on record"
    }
    guard event.items == announced else {
      return "\(name): \(announced) items were announced, \(event.items) were evaluated"
    }
    guard event.itemsRoot == root.root else {
      return "\(name): its items root does not follow from its items"
    }
    return nil
  }

  private func misplaced() -> String? {
    if beginning == nil { return "an event stands before its evaluation" }
    return isEnded ? "an event follows its evaluation" : nil
  }

  private static func name(_ run: String, _ benchmark: String) -> String {
    "evaluation `\(benchmark)` of run `\(run)`"
  }
}
