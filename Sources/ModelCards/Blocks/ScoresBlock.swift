import AuditLog
import SafetyCore

/// What a classifier's scores are worth: calibration, and what a threshold of one half finds.
enum ScoresBlock {
  static func make(_ source: CardSource) -> CardBlock? {
    guard !source.spreads.isEmpty else { return nil }
    let columns: [MarkdownText] = [
      "Benchmark", "Classifier", "Texts", "Positive", "Calibration error", "Precision at 0.5",
      "Recall at 0.5", "False alarms at 0.5",
    ]
    var benchmarks: [String] = []
    for spread in source.spreads where !benchmarks.contains(spread.body.benchmark) {
      benchmarks.append(spread.body.benchmark)
    }
    let rows = benchmarks.flatMap { benchmark in
      source.spreads.filter { $0.body.benchmark == benchmark }.map(row)
    }
    var parts: [CardPart] = [
      .table(CardTable(columns, figures: Set(2..<columns.count), rows: rows)),
      .text(
        "Calibration error is the mean distance between score and share of positive texts over ten "
          + "bins of equal width, weighted by texts. Curves are drawn from the scores in hundredths."
      ),
    ]
    for benchmark in benchmarks {
      let own = source.spreads.map(\.body).filter { $0.benchmark == benchmark }
      if let plot = ScoresPlot.make(own) { parts.append(plot) }
    }
    return CardBlock("scores", parts)
  }

  private static func row(_ spread: Evidence<ScoreSpread>) -> [CardCell] {
    let curve = ScoreCurve(spread.body)
    let point = curve.point(from: ScoreSpread.binCount / 2)
    func share(_ part: Int, _ whole: Int) -> CardCell {
      CardCell(plain: ShareText.text(part, of: whole), spread.seq)
    }
    return [
      CardCell(plain: BenchmarkCatalogue.entry(spread.body.benchmark).title),
      CardCell(plain: spread.body.subject.model),
      CardCell(plain: ShareText.count(curve.positives + curve.negatives), spread.seq),
      CardCell(plain: ShareText.count(curve.positives), spread.seq),
      CardCell(
        plain: curve.calibrationError.flatMap { DecimalText.rounded(decimal($0), digits: 4) }
          ?? "–",
        spread.seq
      ),
      share(point.hits, point.hits + point.alarms), share(point.hits, curve.positives),
      share(point.alarms, curve.negatives),
    ]
  }
}
