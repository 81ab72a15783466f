import SafetyEvaluation
import Testing

/// Every kind of figure, computed for two runs over the same items.
struct MetricChangeTests {
  /// 40 items in two sides, four to a cluster; the second run is lower on the first side.
  private func outcomes(lowered: Double) -> [ItemOutcome] {
    (0..<40).map { index in
      let isFirst = index % 2 == 0
      let score = Double(index * 7 % 40) / 40 + (isFirst ? 0.4 - lowered : 0)
      return outcome(index, isFirst ? "a" : "b", score)
    }
  }

  private func outcome(_ index: Int, _ side: String, _ score: Double) -> ItemOutcome {
    let (isHigh, isTrue) = (score > 0.6, index % 4 < 2)
    return ItemOutcome(
      item: "\(index)",
      prediction: "",
      scores: [
        "x": score, "yes": isHigh ? 1 : 0, "y": Double(index % 5),
        "correct": index % 3 == 0 ? 1 : 0,
        "true_positive": isHigh && isTrue ? 1 : 0,
        "false_positive": isHigh && !isTrue ? 1 : 0,
        "false_negative": !isHigh && isTrue ? 1 : 0,
      ],
      groups: ["side": side, "block": "\(index / 4)", "about": "\(index % 3)"]
    )
  }

  private static let options = [
    "across": "side", "first": "a", "second": "b", "cluster": "block", "with": "y",
  ]

  private func recipe(_ kind: MetricKind) -> MetricRecipe {
    var options = Self.options
    if kind == .crossedSeparation {
      options["with"] = "bpsn"
      options["cluster"] = "about"
    }
    let isOfYesAndNo = [.share, .signedShare, .allOfCluster, .agreement, .ambiguousBias, .icat]
      .contains(kind)
    return MetricRecipe(
      name: "m",
      kind: kind,
      score: isOfYesAndNo ? "yes" : "x",
      direction: .higher,
      options: options
    )
  }

  private func compared(
    _ kind: MetricKind,
    _ before: [ItemOutcome],
    _ after: [ItemOutcome]
  ) -> MetricChange? {
    let pairs = zip(before, after).map { OutcomePair($0, $1) }
    return recipe(kind).changes(of: pairs, PairedBootstrap(resamples: 400)).first?.change
  }

  @Test(arguments: MetricKind.allCases)
  func `gives each run the figure that it has by itself`(kind: MetricKind) throws {
    let (before, after) = (outcomes(lowered: 0), outcomes(lowered: 0.3))
    let change = try #require(compared(kind, before, after))
    for (found, own) in [(change.before, before), (change.after, after)] {
      let figure = try #require(recipe(kind).figures(of: own, seed: 1).first)
      #expect(abs(found - figure.estimate.value) < 1e-12)
    }
    #expect(change.test != .intervals && change.p != nil)
    if let lower = change.lower, let upper = change.upper {
      let delta = change.after - change.before
      #expect(lower <= delta + 1e-12 && delta <= upper + 1e-12)
    }
  }

  @Test(arguments: MetricKind.allCases)
  func `finds nothing where nothing changed`(kind: MetricKind) throws {
    let same = outcomes(lowered: 0.1)
    let change = try #require(compared(kind, same, same))
    #expect(change.before == change.after && change.p == 1 && change.lost + change.gained == 0)
  }

  @Test(arguments: [MetricKind.mean, .gap, .separation, .meanOfClusters])
  func `finds a shift that is the same for all`(kind: MetricKind) throws {
    let change = try #require(compared(kind, outcomes(lowered: 0), outcomes(lowered: 0.3)))
    #expect((change.p ?? 1) < 0.02 && change.after < change.before)
    #expect((change.upper ?? 0) < 0)
  }

  @Test func `claims nothing by three pairs, however far they moved`() throws {
    let before = (0..<3).map { outcome($0, "a", 1) }
    let after = (0..<3).map { outcome($0, "a", 0) }
    let share = try #require(compared(.share, before, after))
    #expect(share.lost == 3 && share.p == 0.25)
    let (lower, upper) = (try #require(share.lower), try #require(share.upper))
    #expect(lower == -1 && abs(upper + 0.205_923_282_5) < 1e-9)
    let mean = try #require(compared(.mean, before, after))
    #expect(mean.p == 0.25)
  }

  @Test func `pairs the area under a curve as DeLong does`() throws {
    // By hand: wins 1, 1 and losses 1, 1 before; after, one of the first side beats half of the other.
    let before = [(0, "a", 3.0), (1, "b", 1.0), (2, "a", 4), (3, "b", 2)]
    let after = [(0, "a", 1.5), (1, "b", 1.0), (2, "a", 4), (3, "b", 2)]
    let change = try #require(
      compared(.separation, before.map(outcome), after.map(outcome))
    )
    #expect(change.before == 1 && change.after == 0.75 && change.test == .deLong)
    // Placements fell by 0.5, 0 and by 0.0, 0.5: their variance over two, twice, is 0.125.
    let reach = 1.959_963_985 * 0.125.squareRoot()
    #expect(abs(try #require(change.lower) - (-0.25 - reach)) < 1e-6)
    // Two differing items tell no more than a half, whatever the normal distribution says.
    #expect(change.p == 0.5)
  }

  @Test(arguments: [MetricKind.allOfCluster, .agreement])
  func `passes over clusters of which a run has no score`(kind: MetricKind) throws {
    let before = outcomes(lowered: 0)
    var after = before
    after[5].unscored = "too-long"
    after[5].scores = [:]
    #expect(try #require(compared(kind, before, after)).count == 9)
    let pairs = zip(before.dropLast(), before.dropLast()).map { OutcomePair($0, $1) }
    let found = recipe(kind).changes(of: pairs, unpaired: before.suffix(1), PairedBootstrap())
    #expect(found.first?.change.count == 9)
  }

  @Test func `compares slices beside the whole`() throws {
    var recipe = recipe(.share)
    recipe.slices = ["side"]
    let pairs = zip(outcomes(lowered: 0), outcomes(lowered: 0.3)).map { OutcomePair($0, $1) }
    let found = recipe.changes(of: pairs, PairedBootstrap())
    #expect(found.map(\.slice) == [[:], ["side": "a"], ["side": "b"]])
    #expect(found.map(\.change.count) == [40, 20, 20])
    #expect(found[1].change.lost > 0 && found[2].change.lost == 0)
  }
}
