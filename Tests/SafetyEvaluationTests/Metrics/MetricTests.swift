import Foundation
import SafetyEvaluation
import Testing

/// Figures and their intervals on outcomes small enough to check by hand.
struct MetricTests {
  private func outcomes(_ rows: [(scores: [String: Double], groups: [String: String])])
    -> [ItemOutcome]
  {
    rows.enumerated().map {
      ItemOutcome(
        item: "\($0.offset)",
        prediction: "",
        scores: $0.element.scores,
        groups: $0.element.groups
      )
    }
  }

  private func figure(
    _ kind: MetricKind,
    _ outcomes: [ItemOutcome],
    _ options: [String: String] = [:],
    score: String = "x",
    seed: UInt64 = 1
  ) -> MetricEstimate? {
    MetricRecipe(name: "m", kind: kind, score: score, direction: .higher, options: options)
      .figures(of: outcomes, seed: seed).first?.estimate
  }

  @Test func `gives a share Wilson's interval`() throws {
    let half = outcomes((0..<10).map { (["x": $0 < 5 ? 1 : 0], [:]) })
    let share = try #require(figure(.share, half))
    let wilson = try #require(BinomialInterval.wilson(5, of: 10))
    #expect(share.value == 0.5 && share.count == 10)
    #expect(share.range?.low == wilson.lower && share.range?.high == wilson.upper)
    let signed = try #require(figure(.signedShare, half))
    #expect(signed.value == 0 && signed.range?.low == 2 * wilson.lower - 1)
  }

  @Test func `draws the same bootstrap from the same seed`() throws {
    let some = outcomes((0..<50).map { (["x": Double($0 * $0 % 17)], [:]) })
    let first = try #require(figure(.mean, some, seed: 7))
    #expect(first == figure(.mean, some, seed: 7))
    #expect(first.range != figure(.mean, some, seed: 8)?.range)
    let range = try #require(first.range)
    #expect(range.method == "bootstrap" && range.low < first.value && first.value < range.high)
  }

  @Test func `gives the mean of yes and no the interval of a share`() throws {
    for right in [0, 3, 20] {
      let rows = outcomes((0..<20).map { (["x": $0 < right ? 1 : 0], [:]) })
      #expect(figure(.mean, rows) == figure(.share, rows))
    }
    let mixed = outcomes([0, 0.5, 1].map { (["x": $0], [:]) })
    #expect(figure(.mean, mixed)?.range?.method == "bootstrap")
  }

  @Test func `gives figures of few units that are all alike a width, or no interval`() throws {
    let hits = ["true_positive": 1.0, "false_positive": 0, "false_negative": 0]
    let right = try #require(figure(.f1, outcomes((0..<6).map { _ in (hits, [:]) })))
    // F1 of the Jaccard index's bound, 6 of 6 by Wilson.
    let bound = try #require(BinomialInterval.wilson(6, of: 6)).lower
    #expect(right.value == 1 && right.range?.high == 1)
    #expect(abs(try #require(right.range).low - 2 * bound / (1 + bound)) < 1e-12)
    let blocks = outcomes((0..<4).map { (["x": 1], ["block": "\($0 / 2)"]) })
    #expect(figure(.meanOfClusters, blocks, ["cluster": "block"])?.range?.method == "wilson")
    let sides = outcomes((0..<8).map { (["x": 1], ["side": $0 % 2 == 0 ? "a" : "b"]) })
    let gap = try #require(
      figure(.gap, sides, ["across": "side", "first": "a", "second": "b"])
    )
    #expect(gap.value == 0 && gap.range?.method == "newcombe")
    #expect((gap.range?.low ?? 0) < -0.3 && (gap.range?.high ?? 0) > 0.3)
    // Two points are always on a line, and three equal numbers say nothing of a fourth.
    let line = outcomes([(1, 2), (2, 5)].map { (["x": $0.0, "y": $0.1], [:]) })
    #expect(figure(.correlation, line, ["with": "y"])?.range == nil)
    #expect(figure(.mean, outcomes((0..<3).map { _ in (["x": 0.25], [:]) }))?.range == nil)
  }

  @Test func `draws clusters, not pairs of groups, behind rank differences`() throws {
    let options = ["across": "d", "cluster": "t"]
    func rows(_ clusters: Int, _ differing: Int) -> [ItemOutcome] {
      outcomes(
        (0..<clusters).flatMap { cluster in
          (0..<20).map { index in
            let isHigh = index >= 10 && cluster < differing
            return (
              ["x": Double(index % 10) + (isHigh ? 20 : 0)],
              ["d": index < 10 ? "a" : "b", "t": "\(cluster)"]
            )
          }
        }
      )
    }
    #expect(figure(.rankDifferences, rows(1, 1), options)?.range == nil)
    let some = try #require(figure(.rankDifferences, rows(8, 4), options))
    #expect(some.value == 0.5 && some.range?.method == "bootstrap" && some.count == 160)
  }

  @Test func `covers the mean of a normal sample about as often as it says`() {
    var random = SplitMix64(seed: 9)
    var covered = 0
    for round in 0..<200 {
      let sample = (0..<40).map { _ -> Double in
        let u = Double(random.index(below: 1 << 30) + 1) / Double(1 << 30)
        return (-2 * log(u)).squareRoot()
          * cos(2 * .pi * Double(random.index(below: 1 << 30)) / Double(1 << 30))
      }
      let rows = outcomes(sample.map { (["x": $0], [:]) })
      guard let range = figure(.mean, rows, seed: UInt64(round))?.range else { continue }
      if range.low <= 0, 0 <= range.high { covered += 1 }
    }
    #expect(180...199 ~= covered, "\(covered) of 200")
  }

  @Test func `correlates, and does not where nothing varies`() throws {
    let rows = outcomes([1, 2, 3, 5].map { (["x": $0, "y": 10 - 2 * $0], [:]) })
    #expect(abs(try #require(figure(.correlation, rows, ["with": "y"])).value + 1) < 1e-12)
    let flat = outcomes([1, 1].map { (["x": $0, "y": $0], [:]) })
    #expect(figure(.correlation, flat, ["with": "y"]) == nil)
  }

  @Test(arguments: [(0.1, 0.2), (0.1, 0.0), (1_000_000_000.1, 3.0)])
  func `knows no correlation with what is the same for all, whatever rounding leaves`(
    flat: Double,
    step: Double
  ) {
    let rows = outcomes((0..<150).map { (["x": flat, "y": step * Double($0 % 7)], [:]) })
    #expect(figure(.correlation, rows, ["with": "y"]) == nil)
  }

  @Test(arguments: [(1.0, 0.0), (1e-7, 0.0), (1.0, 1e9), (1e-7, 3.0)])
  func `correlates small scores and those far from zero as numpy does`(
    scale: Double,
    offset: Double
  ) throws {
    let x = [0.5, -1, 2, 0.25, 3, -2], y = [1, 0.5, 1.5, -1, 2, 0.0]
    let rows = outcomes(
      zip(x, y).map { (["x": offset + scale * $0.0, "y": offset + scale * $0.1], [:]) }
    )
    // numpy.corrcoef of the two lists.
    let found = try #require(figure(.correlation, rows, ["with": "y"]))
    #expect(abs(found.value - 0.693_505_206_924_013_2) < 1e-6)
  }

  @Test func `finds no bias where nobody guesses, and none to tell where guesses say nothing`()
    throws
  {
    let silent = outcomes((0..<20).map { _ in (["correct": 1], [:]) })
    let none = try #require(figure(.ambiguousBias, silent, score: "biased"))
    // Twenty right answers leave open that one in six is wrong, and biased as far as can be.
    let wrong = try #require(BinomialInterval.wilson(0, of: 20)).upper
    #expect(none.value == 0 && none.range?.low == -wrong && none.range?.high == wrong)
    let untold = outcomes((0..<20).map { (["correct": Double($0 % 2)], [:]) })
    #expect(figure(.ambiguousBias, untold, score: "biased") == nil)
  }

  @Test(arguments: [MetricKind.allOfCluster, .agreement])
  func `judges no cluster of which an item has no score`(kind: MetricKind) throws {
    var rows = outcomes((0..<6).map { (["x": 1], ["block": "\($0 / 2)"]) })
    #expect(try #require(figure(kind, rows, ["cluster": "block"])).count == 3)
    rows[3].unscored = "too-long"
    rows[3].scores = [:]
    #expect(try #require(figure(kind, rows, ["cluster": "block"])).count == 2)
  }

  @Test func `separates groups with ties counted half, as scipy and DeLong have it`() throws {
    let rows = outcomes(
      [3.0, 1, 2].map { (["x": $0], ["side": "a"]) } + [1.0, 0].map { (["x": $0], ["side": "b"]) }
    )
    let area = try #require(
      figure(.separation, rows, ["across": "side", "first": "a", "second": "b"])
    )
    // Of six pairs five are won and one is a tie.
    #expect(abs(area.value - 5.5 / 6) < 1e-12 && area.range?.method == "delong")
  }

  @Test func `gives the mean of crossed areas an interval as wide as drawing phrases again does`()
    throws
  {
    var random = SplitMix64(seed: 3)
    let phrases = (0..<300).map { index in
      let isAttack = index % 2 == 0
      let score = Double(random.index(below: 1_000)) + (isAttack ? 400 : Double(index % 3) * 60)
      return (["x": score], ["side": isAttack ? "1" : "0", "about": "group-\(index % 3)"])
    }
    let options = ["across": "side", "first": "1", "second": "0", "cluster": "about"]
    for with in ["bpsn", "bnsp"] {
      let options = options.merging(["with": with]) { $1 }
      let estimate = try #require(figure(.crossedSeparation, outcomes(phrases), options))
      let range = try #require(estimate.range)
      #expect(range.low < estimate.value && estimate.value < range.high)
      let drawn = (0..<400).compactMap { _ in
        figure(
          .crossedSeparation,
          outcomes(phrases.map { _ in phrases[random.index(below: phrases.count)] }),
          options
        )?.value
      }.sorted()
      let width = Bootstrap.quantile(0.975, of: drawn) - Bootstrap.quantile(0.025, of: drawn)
      #expect(abs((range.high - range.low) / width - 1) < 0.15, "\(with)")
    }
  }

  @Test func `finds rank differences at the level of scipy's asymptotic test`() throws {
    func rows(_ first: [Double], _ second: [Double]) -> [ItemOutcome] {
      outcomes(
        first.map { (["x": $0], ["d": "a", "t": "1"]) }
          + second.map { (["x": $0], ["d": "b", "t": "1"]) }
      )
    }
    let options = ["across": "d", "cluster": "t"]
    // scipy.stats.mannwhitneyu gives 0.0122, 0.0367 and 0.4034.
    #expect(
      figure(.rankDifferences, rows([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]), options)?.value == 1
    )
    #expect(
      figure(.rankDifferences, rows([1, 2, 3, 4, 7], [5, 6, 8, 9, 10]), options)?.value == 1
    )
    #expect(
      figure(.rankDifferences, rows([1, 2, 3, 8, 9], [4, 5, 6, 7, 10]), options)?.value == 0
    )
  }

  @Test func `counts the items behind rank differences, not the pairs of groups`() throws {
    // Six groups of two make fifteen pairs; a group of one is compared with none.
    let rows = (0..<12).map { (["x": Double($0)], ["d": "\($0 / 2)", "t": "1"]) }
    let all = rows + [(["x": 20], ["d": "alone", "t": "1"])]
    let options = ["across": "d", "cluster": "t"]
    #expect(figure(.rankDifferences, outcomes(all), options)?.count == 12)
    #expect(figure(.rankDifferences, outcomes(Array(all.suffix(1))), options) == nil)
  }

  @Test func `leaves out items without a score, and gives none where there is none`() {
    let unscored = ItemOutcome(
      item: "1",
      prediction: "",
      scores: [:],
      groups: [:],
      unscored: "too-long"
    )
    #expect(figure(.share, [unscored]) == nil)
    #expect(figure(.mean, []) == nil)
  }
}
