import SafetyCore
import SafetyEvaluation

/// Which items of which benchmarks were found, and in how many documents.
///
/// Its memory grows with the items found, of which there are no more than were looked for, and not
/// with the documents.
package struct ContaminationTally: Sendable, Hashable {
  /// What was found of one benchmark.
  package struct Benchmark: Sendable, Hashable {
    /// Documents that hold any of its items.
    package var documents = 0
    /// Those of them that were kept, with or without the items.
    package var kept = 0
    /// Documents by the id of the item that they hold.
    package var items: [String: Int] = [:]
  }

  static let confidence = 0.95
  /// The file that lists every item found.
  package static let fileName = "contamination.jsonl"
  /// By the benchmark's id or the file's name.
  package private(set) var benchmarks: [String: Benchmark] = [:]

  package init() {}

  /// Books the items of one document, each of which is named once.
  mutating func add(_ origins: [EvidenceOrigin], isKept: Bool) {
    for (name, own) in Dictionary(grouping: origins, by: \.benchmark) {
      var benchmark = benchmarks.removeValue(forKey: name) ?? Benchmark()
      benchmark.documents += 1
      if isKept { benchmark.kept += 1 }
      for origin in own { benchmark.items[origin.item, default: 0] += 1 }
      benchmarks[name] = benchmark
    }
  }

  /// A JSON line for each item found, with the number of documents that hold it.
  package var lines: [UInt8] {
    var out: [UInt8] = []
    for (name, benchmark) in benchmarks.sorted(by: { $0.key < $1.key }) {
      for (item, documents) in benchmark.items.sorted(by: { $0.key < $1.key }) {
        let line: CanonicalValue = [
          "benchmark": .string(name), "item": .string(item), "documents": .integer(documents),
        ]
        out += line.canonicalJSON
        out.append(ByteSearch.newline)
      }
    }
    return out
  }

  /// The 95% interval of the share of a benchmark's items that were found; nil for none looked for.
  package static func interval(_ found: Int, of items: Int) -> BinomialInterval? {
    BinomialInterval.wilson(found, of: items, confidence: confidence)
  }

  func encode(to encoder: inout StateEncoder) {
    encoder.integer(benchmarks.count)
    for (name, benchmark) in benchmarks.sorted(by: { $0.key < $1.key }) {
      encoder.string(name)
      encoder.integer(benchmark.documents)
      encoder.integer(benchmark.kept)
      encoder.integer(benchmark.items.count)
      for (item, documents) in benchmark.items.sorted(by: { $0.key < $1.key }) {
        encoder.string(item)
        encoder.integer(documents)
      }
    }
  }

  init(from decoder: inout StateDecoder) throws {
    for _ in 0..<(try decoder.count()) {
      let name = try decoder.string()
      var benchmark = Benchmark()
      benchmark.documents = try decoder.integer()
      benchmark.kept = try decoder.integer()
      for _ in 0..<(try decoder.count()) {
        let item = try decoder.string()
        benchmark.items[item] = try decoder.integer()
      }
      benchmarks[name] = benchmark
    }
  }
}
