import Foundation
import Testing

import TensorCompute

struct CachedAttentionTests {
  struct Layout: Sendable, CustomStringConvertible {
    var heads: Int
    var kvHeads: Int
    var width: Int
    var window: Int?
    var cap: Float?

    var description: String { "\(heads)/\(kvHeads) × \(width), \(window ?? 0), \(cap ?? 0)" }
  }

  private static let layouts = [
    Layout(heads: 1, kvHeads: 1, width: 8), Layout(heads: 8, kvHeads: 1, width: 32),
    Layout(heads: 4, kvHeads: 2, width: 20, window: 70, cap: 5),
    Layout(heads: 3, kvHeads: 3, width: 48, window: 1),
    Layout(heads: 4, kvHeads: 1, width: 256, window: 33),
  ]
  private static let sets = InstructionSet.allCases.filter(\.isAvailable)

  /// A sequence of made-up queries, keys and values.
  struct Sequence {
    let layout: Layout
    let tokens: Int
    let queries: TestMatrix
    let keys: TestMatrix
    let values: TestMatrix

    init(_ layout: Layout, tokens: Int) {
      self.layout = layout
      self.tokens = tokens
      var random = MadeUpNumbers(seed: UInt64(tokens + layout.width))
      func rows(_ heads: Int) -> TestMatrix {
        TestMatrix(rows: tokens, columns: heads * layout.width) { _ in random.floats(1)[0] / 3 }
      }
      queries = rows(layout.heads)
      keys = rows(layout.kvHeads)
      values = rows(layout.kvHeads)
    }

    private init(_ other: Sequence, keys: TestMatrix, values: TestMatrix) {
      (layout, tokens, queries) = (other.layout, other.tokens, other.queries)
      (self.keys, self.values) = (keys, values)
    }

    /// The same with keys and values in whole steps, 127 of them to the largest of a head's row.
    var inSteps: Sequence {
      func stepped(_ matrix: TestMatrix) -> TestMatrix {
        let width = layout.width
        let result = TestMatrix(rows: tokens, columns: layout.kvHeads * width)
        for row in 0..<tokens {
          for head in 0..<layout.kvHeads {
            let range = head * width..<(head + 1) * width
            let most = range.map { abs(matrix.view[row, $0]) }.reduce(0, max)
            for k in range {
              let whole = (matrix.view[row, k] * (127 / most)).rounded(.toNearestOrEven)
              result.view[row, k] = whole * (most / 127)
            }
          }
        }
        return result
      }
      return Sequence(self, keys: stepped(keys), values: stepped(values))
    }

    /// Attends in pieces of these lengths.
    func attended(
      _ pieces: [Int],
      _ set: InstructionSet = .best,
      format: AttentionCache.Format = .float32,
      capacity: Int? = nil,
      threads: Int = 1
    ) throws -> TestMatrix {
      let cache = try AttentionCache(
        kvHeads: layout.kvHeads,
        headWidth: layout.width,
        capacity: capacity ?? tokens,
        format: format,
        instructionSet: set
      )
      let y = TestMatrix(rows: tokens, columns: layout.heads * layout.width)
      let attention = CachedAttention(
        heads: layout.heads,
        scale: 0.4,
        softCap: layout.cap,
        window: layout.window
      )
      let (crew, workspace) = (WorkerThreads(count: threads), Workspace())
      var start = 0
      for piece in pieces {
        let range = start..<start + piece
        cache.store(keys: keys.view.rows(range), values: values.view.rows(range), at: start)
        attention.apply(
          queries.view.rows(range),
          at: start,
          over: cache,
          into: y.view.rows(range),
          on: crew,
          workspace: workspace
        )
        start += piece
      }
      precondition(start == tokens)
      return y
    }

    /// The same by 64-bit floats, one query at a time.
    func expected(_ query: Int, _ head: Int) -> [Double] {
      let width = layout.width
      let kvHead = head / (layout.heads / layout.kvHeads)
      let first = layout.window.map { max(0, query + 1 - $0) } ?? 0
      func number(_ matrix: TestMatrix, _ row: Int, _ head: Int, _ k: Int) -> Double {
        Double(matrix.view[row, head * width + k])
      }
      var scores = (first...query).map { key in
        (0..<width).reduce(0.0) {
          $0 + number(queries, query, head, $1) * number(keys, key, kvHead, $1)
        } * 0.4
      }
      if let cap = layout.cap.map(Double.init) { scores = scores.map { cap * tanh($0 / cap) } }
      let most = scores.max() ?? 0
      let weights = scores.map { exp($0 - most) }
      let total = weights.reduce(0, +)
      return (0..<width).map { k in
        zip(first...query, weights).reduce(0.0) {
          $0 + number(values, $1.0, kvHead, k) * $1.1 / total
        }
      }
    }
  }

  @Test(arguments: layouts, sets)
  func `attends as written in the paper`(layout: Layout, set: InstructionSet) throws {
    let sequence = Sequence(layout, tokens: 150)
    let result = try sequence.attended([150], set, threads: 2)
    let rounded = try sequence.attended([150], set, format: .bfloat16)
    let stepped = try sequence.attended([150], set, format: .int8)
    let steps = sequence.inSteps
    #expect(result.keptGaps)
    for query in [0, 1, 15, 16, 63, 64, 65, 127, 128, 149] {
      for head in 0..<layout.heads {
        for (k, value) in sequence.expected(query, head).enumerated() {
          let column = head * layout.width + k
          #expect(abs(Double(result.view[query, column]) - value) < 2e-5)
          #expect(abs(Double(rounded.view[query, column]) - value) < 0.15)
        }
        for (k, value) in steps.expected(query, head).enumerated() {
          #expect(abs(Double(stepped.view[query, head * layout.width + k]) - value) < 5e-5)
        }
      }
    }
  }

  @Test(arguments: layouts, AttentionCache.Format.allCases)
  func `gives the same bits in pieces, by any instructions and threads`(
    layout: Layout,
    format: AttentionCache.Format
  ) throws {
    let sequence = Sequence(layout, tokens: 200)
    let whole = try sequence.attended([200], .plain, format: format).bits
    let pieces = [
      [200], [Int](repeating: 1, count: 200), [1, 63, 64, 72], [130, 1, 1, 68], [7, 100, 93],
    ]
    for set in Self.sets {
      for (index, lengths) in pieces.enumerated() {
        let result = try sequence.attended(lengths, set, format: format, threads: 1 + index % 3)
        #expect(result.bits == whole, "\(set) \(lengths.count)")
      }
    }
  }

  @Test func `keeps no more than the window and the rows at hand`() throws {
    let layout = Layout(heads: 4, kvHeads: 2, width: 32, window: 100)
    let sequence = Sequence(layout, tokens: 600)
    let whole = try sequence.attended([600]).bits
    // A ring of 128 positions: 100 seen and 29 new ones, less one.
    let pieces = [Int](repeating: 29, count: 20) + [20]
    #expect(try sequence.attended(pieces, capacity: 128).bits == whole)
  }

  @Test func `goes on from a copy as from the original`() throws {
    let layout = Layout(heads: 2, kvHeads: 1, width: 16, window: 40)
    let sequence = Sequence(layout, tokens: 300)
    let (threads, workspace) = (WorkerThreads(count: 1), Workspace())
    func cache(_ capacity: Int) throws -> AttentionCache {
      try AttentionCache(kvHeads: 1, headWidth: 16, capacity: capacity, format: .bfloat16)
    }
    let (first, second, third) = (try cache(512), try cache(192), try cache(192))
    first.store(keys: sequence.keys.view, values: sequence.values.view, at: 0)
    second.copy(200..<299, from: first)
    third.copy(200..<299, from: second)
    let last = 299..<300
    let results = [first, second, third].map { cache in
      cache.store(
        keys: sequence.keys.view.rows(last),
        values: sequence.values.view.rows(last),
        at: 299
      )
      let y = TestMatrix(rows: 1, columns: 32)
      CachedAttention(heads: 2, scale: 0.4, window: 40).apply(
        sequence.queries.view.rows(last),
        at: 299,
        over: cache,
        into: y.view,
        on: threads,
        workspace: workspace
      )
      return y.bits
    }
    #expect(results[0] == results[1] && results[1] == results[2])
  }

  @Test(arguments: sets, [AttentionCache.Format.float32, .int8])
  func `shows damage to those alone who see it`(
    set: InstructionSet,
    format: AttentionCache.Format
  ) throws {
    let layout = Layout(heads: 4, kvHeads: 2, width: 24, window: 50)
    for damage in 0..<3 {
      let sequence = Sequence(layout, tokens: 130)
      // A query, a key and a value of the first head of keys, which heads 0 and 1 share.
      [sequence.queries, sequence.keys, sequence.values][damage].view[40, 3] = .nan
      for pieces in [[130], [40, 90], [Int](repeating: 1, count: 130)] {
        let y = try sequence.attended(pieces, set, format: format, threads: 2)
        for query in 0..<130 {
          for head in 0..<4 {
            let sees =
              damage == 0 ? query == 40 && head == 0 : (40..<90).contains(query) && head < 2
            let part = y.view.row(query)[head * 24..<(head + 1) * 24]
            // Among bytes one number sets the step of all.
            let isAlone = damage == 2 && format == .float32
            let numbers = isAlone ? Array(part[(head * 24 + 3)...(head * 24 + 3)]) : Array(part)
            #expect(numbers.allSatisfy { $0.isNaN == sees })
          }
        }
      }
    }
  }
}
