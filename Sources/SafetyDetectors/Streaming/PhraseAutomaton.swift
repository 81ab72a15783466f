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

  /// The tree of phrases while it is built; children of a state are chained by their symbols.
  private struct Tree {
    var symbols: [UInt32] = [0]
    var depths: [Int32] = [0]
    var outputs: [Int32] = [-1]
    var firstChild: [Int32] = [-1]
    var lastChild: [Int32] = [-1]
    var nextSibling: [Int32] = [-1]

    /// Makes room for the root and at most so many symbols of phrases.
    init(symbols count: Int) {
      symbols.reserveCapacity(count + 1)
      depths.reserveCapacity(count + 1)
      outputs.reserveCapacity(count + 1)
      firstChild.reserveCapacity(count + 1)
      lastChild.reserveCapacity(count + 1)
      nextSibling.reserveCapacity(count + 1)
    }

    /// The child of a state by a symbol that is no less than those of its other children.
    mutating func child(of state: Int, by symbol: UInt32) -> Int {
      let last = lastChild[state]
      if last >= 0, symbols[Int(last)] == symbol { return Int(last) }
      let new = symbols.count
      symbols.append(symbol)
      depths.append(depths[state] + 1)
      outputs.append(-1)
      firstChild.append(-1)
      lastChild.append(-1)
      nextSibling.append(-1)
      if last >= 0 {
        nextSibling[Int(last)] = Int32(new)
      } else {
        firstChild[state] = Int32(new)
      }
      lastChild[state] = Int32(new)
      return new
    }
  }

  /// Builds the automaton; a phrase's number is its place in the array, empty ones match nothing.
  init(_ phrases: [[UInt32]]) {
    sameAs = [Int32](repeating: -1, count: phrases.count)
    lengths = phrases.map(\.count)
    longest = lengths.max() ?? 0
    // In order, a phrase shares its beginning with the one before, so that no state is looked up.
    let order = phrases.indices.sorted { Self.precedes(phrases[$0], phrases[$1]) ?? ($0 < $1) }
    var tree = Tree(symbols: lengths.reduce(0, +))
    for number in order where !phrases[number].isEmpty {
      var state = 0
      for symbol in phrases[number] { state = tree.child(of: state, by: symbol) }
      sameAs[number] = tree.outputs[state]
      tree.outputs[state] = Int32(number)
    }
    flatten(tree)
    link()
  }

  /// The symbols of a phrase.
  func length(of phrase: Int) -> Int { lengths[phrase] }

  /// Whether a phrase comes before another by its symbols; nil where they are the same.
  private static func precedes(_ a: [UInt32], _ b: [UInt32]) -> Bool? {
    let count = min(a.count, b.count)
    for place in 0..<count where a[place] != b[place] { return a[place] < b[place] }
    return a.count == b.count ? nil : a.count < b.count
  }

  private mutating func flatten(_ tree: Tree) {
    edgeStarts.reserveCapacity(tree.symbols.count + 1)
    edgeSymbols.reserveCapacity(tree.symbols.count)
    edgeTargets.reserveCapacity(tree.symbols.count)
    for state in tree.symbols.indices {
      edgeStarts.append(Int32(edgeSymbols.count))
      var child = tree.firstChild[state]
      while child >= 0 {
        let symbol = tree.symbols[Int(child)]
        edgeSymbols.append(symbol)
        edgeTargets.append(child)
        if state == 0, symbol < 128 { rootTargets[Int(symbol)] = child }
        child = tree.nextSibling[Int(child)]
      }
    }
    edgeStarts.append(Int32(edgeSymbols.count))
    depths = tree.depths
    outputs = tree.outputs
  }

  /// Sets each state's longest proper suffix that is a state, breadth first.
  private mutating func link() {
    fails = [Int32](repeating: 0, count: depths.count)
    outputLinks = [Int32](repeating: 0, count: depths.count)
    var queue = Array(edgeTargets[0..<Int(edgeStarts[1])])
    queue.reserveCapacity(depths.count)
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
  func depth(_ state: Int32) -> Int { Int(depths[Int(state)]) }

  /// Whether any phrase ends here.
  @inline(__always)
  func hasMatch(_ state: Int32) -> Bool {
    state != 0 && (outputs[Int(state)] >= 0 || outputLinks[Int(state)] != 0)
  }

  /// Calls `body` with each phrase that ends here and its number of symbols, the longest first.
  @inline(__always)
  func forEachMatch(_ state: Int32, _ body: (_ phrase: Int, _ length: Int) -> Void) {
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
