/// Finds the likeliest cut of one piece at a time, in memory that is used again.
struct UnigramLattice {
  /// The best way to a byte; of equally good ones the first found stays.
  private struct Node {
    var score = 0.0
    var id: Int32 = -1
    /// Where its last piece begins, -1 where no way leads here.
    var start: Int32 = -1
  }

  private var nodes: [Node] = []
  private var path: [(id: Int32, range: Range<Int>)] = []

  /// Appends the tokens of a text.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - model: Its pieces.
  ///   - places: Gives the original range of a range of the text's bytes.
  ///   - output: Receives the tokens.
  mutating func encode(
    _ text: UnsafeRawBufferPointer,
    _ model: UnigramModel,
    places: (Int, Int) -> (Int32, Int32),
    into output: inout TokenBuffer
  ) {
    search(text, model)
    trace(text.count, unknown: model.unknown)
    for (id, range) in path.reversed() {
      let (start, end) = places(range.lowerBound, range.upperBound)
      guard id == model.unknown else {
        output.append(id, start, end)
        continue
      }
      let unknown = UnsafeRawBufferPointer(rebasing: text[range])
      if let known = model.pieces.id(of: unknown) {
        output.append(known, start, end)
      } else if let ids = model.fallbackIDs, unknown.allSatisfy({ ids[Int($0)] >= 0 }) {
        for byte in unknown { output.append(ids[Int(byte)], start, end) }
      } else {
        output.append(id, start, end)
      }
    }
  }

  private mutating func search(_ text: UnsafeRawBufferPointer, _ model: UnigramModel) {
    nodes.removeAll(keepingCapacity: true)
    nodes.append(contentsOf: repeatElement(Node(), count: text.count + 1))
    var start = 0
    while start < text.count {
      let score = nodes[start].score
      let length = MappedText.length(text[start])
      var hasCharacter = false
      var node = ByteTrie.root
      var position = start
      while position < text.count {
        node = model.trie.child(of: node, text[position])
        guard node != ByteTrie.none else { break }
        position += 1
        let id = model.trie.value(node)
        guard id >= 0 else { continue }
        reach(position, from: start, id, score + model.scores[Int(id)], model)
        if position - start == length { hasCharacter = true }
      }
      if !hasCharacter {
        let end = min(text.count, start + length)
        reach(end, from: start, model.unknown, score + model.unknownScore, model)
      }
      start += length
    }
  }

  @inline(__always)
  private mutating func reach(
    _ end: Int,
    from start: Int,
    _ id: Int32,
    _ score: Double,
    _ model: UnigramModel
  ) {
    let score = model.isSinglePrecision ? Double(Float(score)) : score
    if nodes[end].start < 0 || score > nodes[end].score {
      nodes[end] = Node(score: score, id: id, start: Int32(truncatingIfNeeded: start))
    }
  }

  /// Walks the best way back; adjacent unknown pieces become one.
  private mutating func trace(_ count: Int, unknown: Int32) {
    path.removeAll(keepingCapacity: true)
    var end = count
    while end > 0 {
      let node = nodes[end]
      let start = max(0, min(Int(node.start), end - 1))
      if node.id == unknown, let last = path.last, last.id == unknown {
        path[path.count - 1].range = start..<last.range.upperBound
      } else {
        path.append((node.id, start..<end))
      }
      end = start
    }
  }
}
