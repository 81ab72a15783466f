import Foundation
import SafetyEvaluation
import Testing

/// Every shipped benchmark that is scored by likelihood, on a file of its real format made by hand.
struct LikelihoodBenchmarkTests {
  @Test(arguments: LikelihoodBenchmarkCase.all)
  func `gives the figures that a person works out`(item: LikelihoodBenchmarkCase) async throws {
    let result = try await item.result()
    for (metric, expected) in item.figures {
      let found = try #require(
        result.figures.first { $0.metric == metric && $0.slice.isEmpty },
        "\(metric)"
      )
      #expect(abs(found.estimate.value - expected) < 1e-12, "\(metric): \(found.estimate.value)")
      if let range = found.estimate.range {
        #expect(range.low <= range.high)
      }
    }
    #expect(Set(result.figures.map(\.metric)) == Set(item.figures.keys))
    #expect(result.items == item.items && result.unscored.isEmpty)
  }

  @Test func `has a case for each of them`() throws {
    let cases = Set(LikelihoodBenchmarkCase.all.map(\.id))
    #expect(cases.count > 35)
    for name in try ShippedBenchmarks.names() {
      switch try ShippedBenchmarks.read(name).method {
      case .choices, .perplexity: #expect(cases.contains(name), "\(name)")
      default: break
      }
    }
  }

  @Test func `gives slices of BBQ by category and polarity`() async throws {
    let item = try #require(LikelihoodBenchmarkCase.all.first { $0.id == "bbq-ambiguous" })
    let figures = try await item.result().figures.filter { $0.metric == "accuracy" }
    #expect(
      figures.map(\.slice) == [
        [:], ["category": "Age"], ["polarity": "neg"], ["polarity": "nonneg"],
      ]
    )
    #expect(figures.map(\.estimate.count) == [4, 4, 3, 1])
  }
}
