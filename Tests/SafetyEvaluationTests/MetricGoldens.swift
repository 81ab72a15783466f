import Foundation

/// The figures of scikit-learn and scipy, made by `scripts/goldens/metrics_cases.py`.
struct MetricGoldens: Decodable {
  struct Ranking: Decodable {
    var scores: [Double]
    var truths: [Bool]
    var mentions: [Bool]
    var threshold: Double
    var rocAuc: Double?
    var averagePrecision: Double?
    var confusion: [Int]
    var precision: Double?
    var recall: Double?
    var falsePositiveRate: Double?
    var f1: Double?
    var calibrationError: Double
    var subgroup: Double?
    var bpsn: Double?
    var bnsp: Double?
  }

  struct Interval: Decodable {
    var part: Int
    var whole: Int
    var confidence: Double
    var clopperPearsonBoth: [Double]
    var wilsonBoth: [Double]
  }

  var ranking: [Ranking]
  var intervals: [Interval]
  var beta: [[Double]]

  static func read() throws -> MetricGoldens {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/metrics.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(MetricGoldens.self, from: Data(contentsOf: file))
  }
}
