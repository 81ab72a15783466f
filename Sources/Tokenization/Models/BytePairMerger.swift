/// Merges one piece at a time, in memory that is used again.
struct BytePairMerger {
  private struct Symbol {
    var id: Int32
    /// The piece's bytes that it stands for.
    var start: Int32
    var end: Int32
    /// Neighbours' indices, -1 at the ends.
    var previous: Int32
    var next: Int32
  }

  /// A merge that may be due: by rank, then from the left.
  private struct Candidate {
    let order: UInt64
    let id: Int32

    init(_ merge: MergeTable.Merge, at index: Int32) {
      order = UInt64(merge.rank) << 32 | UInt64(UInt32(bitPattern: index))
      id = merge.id
    }

    var index: Int { Int(order & 0xFFFF_FFFF) }
  }

  private var symbols: [Symbol] = []
  private var heap: [Candidate] = []

  /// Appends the tokens of a piece.
  ///
  /// - Parameters:
  ///   - piece: Bytes of the text; valid UTF-8 unless the model is byte-level.
  ///   - model: Its pieces and merges.
  ///   - places: Gives the original range of a range of the piece's bytes.
  ///   - output: Receives the tokens.
  mutating func encode(
    _ piece: UnsafeRawBufferPointer,
    _ model: BytePairModel,
    places: (Int, Int) -> (Int32, Int32),
    into output: inout TokenBuffer
  ) {
    if model.ignoresMerges, let id = model.pieces.id(of: piece) {
      let (start, end) = places(0, piece.count)
      return output.append(id, start, end)
    }
    symbols.removeAll(keepingCapacity: true)
    if let byteIDs = model.byteIDs {
      addBytes(piece, byteIDs, model)
    } else {
      addCharacters(piece, model)
    }
    merge(model.merges)
    var index: Int32 = symbols.isEmpty ? -1 : 0
    while index >= 0 {
      let symbol = symbols[Int(index)]
      let (start, end) = places(Int(symbol.start), Int(symbol.end))
      output.append(symbol.id, start, end)
      index = symbol.next
    }
  }

  private mutating func add(_ id: Int32, _ start: Int, _ end: Int) {
    let index = Int32(truncatingIfNeeded: symbols.count)
    if index > 0 { symbols[Int(index) - 1].next = index }
    symbols.append(
      Symbol(
        id: id,
        start: Int32(truncatingIfNeeded: start),
        end: Int32(truncatingIfNeeded: end),
        previous: index - 1,
        next: -1
      )
    )
  }

  private mutating func addBytes(
    _ piece: UnsafeRawBufferPointer,
    _ byteIDs: [Int32],
    _ model: BytePairModel
  ) {
    var unknown: Range<Int>?
    for (index, byte) in piece.enumerated() {
      let id = byteIDs[Int(byte)]
      if id >= 0 {
        addUnknown(&unknown, model)
        add(id, index, index + 1)
      } else {
        meetUnknown(index..<index + 1, &unknown, model)
      }
    }
    addUnknown(&unknown, model)
  }

  private mutating func addCharacters(_ piece: UnsafeRawBufferPointer, _ model: BytePairModel) {
    var unknown: Range<Int>?
    var position = 0
    while position < piece.count {
      let end = min(piece.count, position + MappedText.length(piece[position]))
      let character = UnsafeRawBufferPointer(rebasing: piece[position..<end])
      if let id = model.pieces.id(of: character) {
        addUnknown(&unknown, model)
        add(id, position, end)
      } else if let ids = model.fallbackIDs, character.allSatisfy({ ids[Int($0)] >= 0 }) {
        for byte in character { add(ids[Int(byte)], position, end) }
      } else {
        meetUnknown(position..<end, &unknown, model)
      }
      position = end
    }
    addUnknown(&unknown, model)
  }

  private mutating func meetUnknown(
    _ range: Range<Int>,
    _ unknown: inout Range<Int>?,
    _ model: BytePairModel
  ) {
    if let earlier = unknown, model.fusesUnknown {
      unknown = earlier.lowerBound..<range.upperBound
    } else {
      addUnknown(&unknown, model)
      unknown = range
    }
  }

  private mutating func addUnknown(_ unknown: inout Range<Int>?, _ model: BytePairModel) {
    guard let range = unknown else { return }
    unknown = nil
    if let id = model.unknown { add(id, range.lowerBound, range.upperBound) }
  }

  private mutating func merge(_ merges: MergeTable) {
    heap.removeAll(keepingCapacity: true)
    for index in 1..<max(1, symbols.count) {
      if let merge = merges[symbols[index - 1].id, symbols[index].id] {
        push(Candidate(merge, at: Int32(truncatingIfNeeded: index - 1)))
      }
    }
    while let candidate = pop() {
      let index = candidate.index
      let symbol = symbols[index]
      // Taken up by its left neighbour, or a neighbour has changed since.
      guard symbol.id >= 0, symbol.next >= 0,
        let due = merges[symbol.id, symbols[Int(symbol.next)].id], due.id == candidate.id
      else { continue }
      let right = symbols[Int(symbol.next)]
      symbols[Int(symbol.next)].id = -1
      symbols[index].id = candidate.id
      symbols[index].end = right.end
      symbols[index].next = right.next
      if right.next >= 0 { symbols[Int(right.next)].previous = Int32(truncatingIfNeeded: index) }
      pushPair(symbols[index].previous, merges)
      pushPair(Int32(truncatingIfNeeded: index), merges)
    }
  }

  private mutating func pushPair(_ index: Int32, _ merges: MergeTable) {
    guard index >= 0 else { return }
    let symbol = symbols[Int(index)]
    guard symbol.next >= 0, let merge = merges[symbol.id, symbols[Int(symbol.next)].id] else {
      return
    }
    push(Candidate(merge, at: index))
  }

  private mutating func push(_ candidate: Candidate) {
    var child = heap.count
    heap.append(candidate)
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].order < heap[parent].order else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func pop() -> Candidate? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      let child = parent * 2 + 1
      if child < heap.count, heap[child].order < heap[least].order { least = child }
      if child + 1 < heap.count, heap[child + 1].order < heap[least].order { least = child + 1 }
      guard least != parent else { return first }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
