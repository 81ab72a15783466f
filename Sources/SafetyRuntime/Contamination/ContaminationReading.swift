import CorpusFiltering
import Dispatch
import SafetyEvaluation
import Synchronization

/// Reads benchmarks into sets of n-grams, a few at a time.
struct ContaminationReading {
  /// One of the two.
  struct Outcome: Sendable {
    var set: ContaminationSet?
    var absent: ContaminationFacts.Source?
  }

  private struct Line {
    var next = 0
    var done = 0
    var outcomes: [Int: Outcome] = [:]
    var failure: (any Error)?
  }

  /// Each takes up to 200 MB while it is read.
  private static let atOnce = 4
  /// Items between two looks at whether to stop, a few tens of milliseconds.
  static let stride = 2048

  let folder: BenchmarkFolder
  let settings: ContaminationSettings

  /// Reads all of them.
  ///
  /// - Returns: What became of each, in order.
  /// - Throws: The first failure in time; the others have stopped then.
  func read(
    _ chosen: [(benchmark: BenchmarkDescription, isNamed: Bool)],
    loading: @Sendable (Double, String) throws -> Void
  ) throws -> [Outcome] {
    let line = Mutex(Line())
    DispatchQueue.concurrentPerform(iterations: min(Self.atOnce, chosen.count)) { _ in
      while let index = line.withLock({ Self.next(&$0, of: chosen.count) }) {
        let outcome = Result {
          try read(chosen[index]) {
            try line.withLock { line in
              if let failure = line.failure { throw failure }
              try loading(Double(line.done) / Double(chosen.count), chosen[index].benchmark.id)
            }
          }
        }
        line.withLock { line in
          line.done += 1
          switch outcome {
          case .success(let outcome): line.outcomes[index] = outcome
          case .failure(let failure): line.failure = line.failure ?? failure
          }
          do {
            try loading(Double(line.done) / Double(chosen.count), chosen[index].benchmark.id)
          } catch {
            line.failure = line.failure ?? error
          }
        }
      }
    }
    return try line.withLock { line in
      if let failure = line.failure { throw failure }
      return chosen.indices.compactMap { line.outcomes[$0] }
    }
  }

  private static func next(_ line: inout Line, of count: Int) -> Int? {
    guard line.failure == nil, line.next < count else { return nil }
    line.next += 1
    return line.next - 1
  }

  private func read(
    _ chosen: (benchmark: BenchmarkDescription, isNamed: Bool),
    goesOn: () throws -> Void
  ) throws -> Outcome {
    let benchmark = chosen.benchmark
    let loader = BenchmarkLoader(benchmark, files: folder)
    if !chosen.isNamed {
      let presence = try loader.presence()
      if presence.source == nil {
        var absent = ContaminationFacts.Source(name: benchmark.id, state: .absent)
        absent.missing = presence.missing
        return Outcome(absent: absent)
      }
    }
    let loaded = try loader.load(goesOn: goesOn)
    var builder = ContaminationSet.Builder(name: benchmark.id, settings: settings)
    for (index, record) in loaded.records.enumerated() {
      if index % Self.stride == 0, index > 0 { try goesOn() }
      let texts = try benchmark.itemTexts(of: record).map {
        ContaminationText(passages: $0.passages, field: $0.field)
      }
      builder.add(id: record.id, texts)
    }
    return Outcome(
      set: builder.finish(
        dataSHA256: loaded.dataSHA256,
        descriptionSHA256: benchmark.sha256
      )
    )
  }
}
