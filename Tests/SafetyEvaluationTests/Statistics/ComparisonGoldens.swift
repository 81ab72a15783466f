import Foundation

/// The figures of scipy and statsmodels, made by `scripts/goldens/comparison_cases.py`.
struct ComparisonGoldens: Decodable {
  struct Resampling: Decodable {
    var values: [Double]
    var seed: UInt64
    var resamples: Int
    var confidence: Double
    var lower: Double
    var upper: Double
    var p: Double
    var scipy: [Double]
  }

  struct Split: Decodable {
    var lost: Int
    var gained: Int
    var p: Double
  }

  struct Shares: Decodable {
    var first: [Int]
    var second: [Int]
    var lower: Double
    var upper: Double
  }

  struct Pairs: Decodable {
    /// Items that hold in both runs, in the first alone, in the second alone, in neither.
    var counts: [Int]
    var lower: Double
    var upper: Double
  }

  struct Expansion: Decodable {
    var units: Int
    var student: Double
    var tail: Double
  }

  struct Chances: Decodable {
    var given: [Double]
    var adjusted: [Double]
  }

  var bootstrap: [Resampling]
  var mcnemar: [Split]
  var newcombe: [Shares]
  var paired: [Pairs]
  var expanded: [Expansion]
  var holm: [Chances]

  static func read() throws -> ComparisonGoldens {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/comparisons.json")
    return try JSONDecoder().decode(ComparisonGoldens.self, from: Data(contentsOf: file))
  }
}
