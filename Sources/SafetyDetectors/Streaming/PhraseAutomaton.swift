/// Aho and Corasick's automaton over sequences of symbols, sparse so that 10,000 phrases stay small.
package struct PhraseAutomaton: Sendable {
  /// The edges of a state are `edgeStarts[s]..<edgeStarts[s + 1]`.
  private var edgeStarts: [Int32] = []
  private var edgeSymbols: [UInt32] = []
  private var edgeTargets: [Int32] = []
  private var fails: [Int32] = []
  private var depths: [Int32] = []
  /// The first phrase that ends in a state, or the nearest state on the chain that has one.
  private var outputs: [Int32] = []
  private var outputLinks: [Int32] = []
  /// The next phrase with the same symbols.
  private var sameAs: [Int32] = []
  private var lengths: [Int] = []
  /// Targets from the root by ASCII symbol.
  private var rootTargets = [Int32](repeating: 0, count: 128)

  package private(set) var longest = 0
  package var stateCount: Int { fails.count }

  /// A state of the automaton while it is built.
  private struct Node {
    var edges: [UInt32: Int32] = [:]
    var depth: Int32 = 0
    var output: Int32 = -1
  }

  /// Builds the automaton; a phrase's number is its place in the array, empty ones match nothing.
  package init(_ phrases: [[UInt32]]) {
    var nodes = [Node()]
    sameAs = [Int32](repeating: -1, count: phrases.count)
    lengths = phrases.map(\.count)
    for (number, phrase) in phrases.enumerated() where !phrase.isEmpty {
      longest = max(longest, phrase.count)
      var state = 0
      for symbol in phrase {
        if let next = nodes[state].edges[symbol] {
          state = Int(next)
        } else {
          let depth = nodes[state].depth + 1
          nodes[state].edges[symbol] = Int32(nodes.count)
          state = nodes.count
          nodes.append(Node(depth: depth))
        }
      }
      sameAs[number] = nodes[state].output
      nodes[state].output = Int32(number)
    }
    flatten(nodes)
    link(nodes)
  }

  private mutating func flatten(_ nodes: [Node]) {
    edgeStarts.reserveCapacity(nodes.count + 1)
    for node in nodes {
      edgeStarts.append(Int32(edgeSymbols.count))
      for (symbol, target) in node.edges.sorted(by: { $0.key < $1.key }) {
        edgeSymbols.append(symbol)
        edgeTargets.append(target)
      }
    }
    edgeStarts.append(Int32(edgeSymbols.count))
    depths = nodes.map(\.depth)
    outputs = nodes.map(\.output)
    for (symbol, target) in nodes[0].edges where symbol < 128 { rootTargets[Int(symbol)] = target }
  }

  /// Sets each state's longest proper suffix that is a state, breadth first.
  private mutating func link(_ nodes: [Node]) {
    fails = [Int32](repeating: 0, count: nodes.count)
    outputLinks = [Int32](repeating: 0, count: nodes.count)
    var queue = nodes[0].edges.values.sorted()
    var head = 0
    while head < queue.count {
      let state = Int(queue[head])
      head += 1
      let link = Int(fails[state])
      outputLinks[state] = outputs[link] >= 0 ? Int32(link) : outputLinks[link]
      for edge in Int(edgeStarts[state])..<Int(edgeStarts[state + 1]) {
        fails[Int(edgeTargets[edge])] = next(fails[state], edgeSymbols[edge])
        queue.append(edgeTargets[edge])
      }
    }
  }

  /// The state after a symbol; amortised constant.
  @inline(__always)
  package func next(_ state: Int32, _ symbol: UInt32) -> Int32 {
    var state = Int(state)
    while state != 0 {
      if let target = edge(state, symbol) { return target }
      state = Int(fails[state])
    }
    return symbol < 128 ? rootTargets[Int(symbol)] : edge(0, symbol) ?? 0
  }

  @inline(__always)
  private func edge(_ state: Int, _ symbol: UInt32) -> Int32? {
    var low = Int(edgeStarts[state])
    var high = Int(edgeStarts[state + 1])
    while high - low > 8 {
      let middle = (low + high) / 2
      if edgeSymbols[middle] <= symbol { low = middle } else { high = middle }
    }
    while low < high {
      if edgeSymbols[low] == symbol { return edgeTargets[low] }
      low += 1
    }
    return nil
  }

  /// How many of the last symbols may begin a phrase.
  @inline(__always)
  package func depth(_ state: Int32) -> Int { Int(depths[Int(state)]) }

  /// Whether any phrase ends here.
  @inline(__always)
  package func hasMatch(_ state: Int32) -> Bool {
    state != 0 && (outputs[Int(state)] >= 0 || outputLinks[Int(state)] != 0)
  }

  /// Calls `body` with each phrase that ends here and its number of symbols, the longest first.
  @inline(__always)
  package func forEachMatch(_ state: Int32, _ body: (_ phrase: Int, _ length: Int) -> Void) {
    var at = outputs[Int(state)] >= 0 ? state : outputLinks[Int(state)]
    while at != 0 {
      var phrase = outputs[Int(at)]
      while phrase >= 0 {
        body(Int(phrase), lengths[Int(phrase)])
        phrase = sameAs[Int(phrase)]
      }
      at = outputLinks[Int(at)]
    }
  }
}
