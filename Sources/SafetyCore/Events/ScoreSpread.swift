/// How a classifier's scores of a labelled set lie: what curves of calibration and ROC are drawn from.
///
/// Verification counts the items on record again.
package struct ScoreSpread: EventBody {
  package static let kind = "evaluation.scores"
  /// Bins of equal width between 0 and 1.
  package static let binCount = 100

  package var run: String
  package var benchmark: String
  package var subject: EvaluationSubject
  /// By their place; those without texts are left out.
  package private(set) var bins: [Int: Bin]

  /// Texts whose scores lie in one bin.
  package struct Bin: Sendable, Hashable {
    package var positives = 0
    package var negatives = 0
    /// The sum of the scores in millionths, so that the order of adding changes nothing.
    package var millionths = 0

    package var count: Int { positives + negatives }
  }

  package init(run: String, benchmark: String, subject: EvaluationSubject) {
    self.run = run
    self.benchmark = benchmark
    self.subject = subject
    bins = [:]
  }

  /// Counts a text; a score outside 0...1 counts in the outermost bin.
  package mutating func add(score: Double, isPositive: Bool) {
    guard score.isFinite else { return }
    let inside = min(1, max(0, score))
    let place = min(Self.binCount - 1, Int(inside * Double(Self.binCount)))
    bins[place, default: Bin()].millionths += Int((inside * 1_000_000).rounded())
    if isPositive {
      bins[place, default: Bin()].positives += 1
    } else {
      bins[place, default: Bin()].negatives += 1
    }
  }

  /// Counts an item of the log, where it has been classified.
  package mutating func add(_ item: EvaluationItem) {
    guard let score = item.scores["score"].flatMap({ Double($0) }),
      let truth = item.scores["positive"].flatMap({ Double($0) })
    else { return }
    add(score: score, isPositive: truth == 1)
  }

  package var members: [String: CanonicalValue] {
    [
      "benchmark": .string(benchmark), "subject": subject.value,
      "bins": .array(
        bins.sorted { $0.key < $1.key }.map { place, bin in
          [
            "bin": .integer(place), "positives": .integer(bin.positives),
            "negatives": .integer(bin.negatives), "millionths": .integer(bin.millionths),
          ]
        }
      ),
    ]
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      benchmark: try members.string("benchmark"),
      subject: try EvaluationSubject(reading: members.object("subject"))
    )
    for item in try members.objects("bins") {
      let place = try item.count("bin")
      let bin = Bin(
        positives: try item.count("positives"),
        negatives: try item.count("negatives"),
        millionths: try item.count("millionths")
      )
      guard place < Self.binCount, bins[place] == nil, bin.positives <= Self.most,
        bin.negatives <= Self.most
      else { throw item.problem("event/wrong-type", "`bins` holds a bin that is none") }
      bins[place] = bin
    }
  }

  /// More texts than this are no evaluation, and sums of such counts stay within 64 bits.
  private static let most = 1 << 48
}
