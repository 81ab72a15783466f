import CorpusFiltering
import ReportPages
import SafetyEvaluation
import SafetyRuntime

extension ClassifyEvaluationView {
  /// Everything the tables say, with intervals of precision and recall.
  var json: ReportValue {
    .object([
      "format": .string("gemma-safety.evaluation/1"),
      "classifier": .string(plan.classifier.classifier.name),
      "classifier_sha256": .string(plan.classifier.digest.hex),
      "pooling": .string(plan.pooling.rawValue),
      "texts": .integer(evaluation.textCount),
      "unread": .integer(unread),
      "labels": labels(source: nil),
      "sources": .members(
        evaluation.sourceNames.map { .init(name: $0, value: labels(source: $0)) }
      ),
      "groups": .members(evaluation.groupNames.map { .init(name: $0, value: groups($0)) }),
    ])
  }

  private func labels(source: String?) -> ReportValue {
    var members: [ReportValue.Member] = []
    for (label, name) in evaluation.labels.enumerated() {
      guard let scores = evaluation.scores(of: label, source: source) else { continue }
      let threshold = plan.thresholds[label]
      let counts = scores.confusion(threshold: threshold)
      let value: ReportValue = .object([
        "texts": .integer(scores.count),
        "positives": .integer(scores.positives),
        "roc_auc": Self.number(scores.rocAUC),
        "average_precision": Self.number(scores.averagePrecision),
        "calibration_error": Self.number(scores.calibrationError()),
        "threshold": Self.number(threshold),
        "f1": Self.number(counts.f1),
        "precision": Self.share(
          counts.truePositives,
          of: counts.truePositives + counts.falsePositives
        ),
        "recall": Self.share(counts.truePositives, of: scores.positives),
        "false_positive_rate": Self.share(counts.falsePositives, of: scores.negatives),
        "confusion": .object([
          "true_positives": .integer(counts.truePositives),
          "false_positives": .integer(counts.falsePositives),
          "false_negatives": .integer(counts.falseNegatives),
          "true_negatives": .integer(counts.trueNegatives),
        ]),
      ])
      members.append(.init(name: name, value: value))
    }
    return .members(members)
  }

  private func groups(_ group: String) -> ReportValue {
    var members: [ReportValue.Member] = []
    for (label, name) in evaluation.labels.enumerated() {
      guard let found = evaluation.subgroup(of: label, group: group), found.count > 0 else {
        continue
      }
      let value: ReportValue = .object([
        "texts": .integer(found.count), "subgroup_auc": Self.number(found.subgroup),
        "bpsn_auc": Self.number(found.bpsn), "bnsp_auc": Self.number(found.bnsp),
      ])
      members.append(.init(name: name, value: value))
    }
    return .members(members)
  }

  /// Six digits after the point; null for unknown.
  private static func number(_ value: Double?) -> ReportValue {
    value.map { .rounded($0) } ?? .null
  }

  /// A share with its 95% interval by Wilson; null where there is no whole.
  private static func share(_ part: Int, of whole: Int) -> ReportValue {
    guard let interval = BinomialInterval.wilson(part, of: whole) else { return .null }
    return .object([
      "value": .rounded(Double(part) / Double(whole)),
      "lower": .rounded(interval.lower),
      "upper": .rounded(interval.upper),
    ])
  }
}
