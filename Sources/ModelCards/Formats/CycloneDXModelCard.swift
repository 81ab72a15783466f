import AuditLog
import ReportPages
import SafetyCore

/// The member `modelCard` of a CycloneDX component.
struct CycloneDXModelCard {
  let card: CardDocument
  private var source: CardSource { card.source }

  var value: ReportValue {
    JSONMembers([
      ("bom-ref", .string("model-card")), ("modelParameters", parameters),
      ("quantitativeAnalysis", analysis), ("considerations", considerations),
      ("properties", properties),
    ]).value
  }

  private var parameters: ReportValue {
    let settings = source.settings
    func distinct(_ word: (ModelRecord) -> String) -> ReportValue? {
      var words: [String] = []
      for model in source.models where !words.contains(word(model.body)) {
        words.append(word(model.body))
      }
      return words.isEmpty ? nil : .string(words.joined(separator: "; "))
    }
    return JSONMembers([
      ("approach", settings[.approach].map { .object(["type": .string($0)]) }),
      ("task", settings[.pipelineTag].map { .string($0) }),
      ("architectureFamily", distinct(\.architecture)),
      ("modelArchitecture", distinct { "\($0.architecture), \($0.container)" }),
      ("datasets", JSONMembers.list(datasets)),
      ("inputs", .array([.object(["format": .string("text")])])),
      ("outputs", .array([.object(["format": .string("text")])])),
    ]).value
  }

  private var datasets: [ReportValue] {
    let named = source.settings[list: .datasets].enumerated().map { index, name in
      ReportValue.object([
        "bom-ref": .string("dataset-\(index)"), "type": .string("dataset"), "name": .string(name),
      ])
    }
    let runs = source.filterRuns.map { run in
      ReportValue.object([
        "bom-ref": .string("filter-run-\(run.end.seq)"), "type": .string("dataset"),
        "name": .string("output of filter run \(run.run)"),
        "contents": .object([
          "properties": .array(
            [
              ("documents read", run.documentsRead), ("documents kept", run.totals.kept),
              ("documents removed", run.totals.removed),
              ("documents redacted", run.totals.redacted),
              ("lines or files unreadable", run.totals.quarantined), ("evidence", run.end.seq),
            ].map { .object(["name": .string($0.0), "value": .string(String($0.1))]) }
          )
        ]),
        "description": .string(
          "Filtered under policy \(run.begin.body.policyName), sha256:"
            + run.begin.body.policyDigest.hex
        ),
      ])
    }
    return named + runs
  }

  private var analysis: ReportValue {
    let metrics = source.metrics.map { metric -> ReportValue in
      let body = metric.body
      let interval = body.interval.map { interval in
        ReportValue.object([
          "lowerBound": .string(interval.low), "upperBound": .string(interval.high),
        ])
      }
      return JSONMembers([
        ("type", .string("\(body.benchmark)/\(body.metric)")), ("value", .string(body.value)),
        ("slice", .string(FormatText.slice(metric))), ("confidenceInterval", interval),
      ]).value
    }
    let plots = card.plots.map { plot in
      ReportValue.object([
        "name": .string(plot.name),
        "image": .object([
          "contentType": .string("image/svg+xml"), "encoding": .string("base64"),
          "content": .string(Base64.encode(Array(plot.svg.utf8))),
        ]),
      ])
    }
    let graphics = JSONMembers.list(plots).map { collection in
      ReportValue.object([
        "description": .string("Drawings of the card, made from its evidence"),
        "collection": collection,
      ])
    }
    return JSONMembers([
      ("performanceMetrics", JSONMembers.list(metrics)), ("graphics", graphics),
    ]).value
  }

  private var considerations: ReportValue {
    func texts(_ id: String) -> ReportValue? {
      JSONMembers.list(card.items(id).map { .string($0) })
    }
    let ethics = card.items("ethics").map { text in
      let (name, strategy) = FormatText.divided(text)
      return JSONMembers([
        ("name", .string(name)), ("mitigationStrategy", strategy.map { .string($0) }),
      ]).value
    }
    let fairness = card.items("factors").map { text in
      let (group, harms) = FormatText.divided(text)
      return JSONMembers([
        ("groupAtRisk", .string(group)), ("harms", harms.map { .string($0) }),
      ]).value
    }
    return JSONMembers([
      ("users", texts("intended-use")), ("useCases", texts("intended-use")),
      ("technicalLimitations", texts("limitations")),
      ("performanceTradeoffs", texts("benefits")),
      ("ethicalConsiderations", JSONMembers.list(ethics)),
      ("fairnessAssessments", JSONMembers.list(fairness)),
    ]).value
  }

  /// What ties the document to the evidence.
  private var properties: ReportValue {
    let checkpoint = source.checkpoint
    let pairs = [
      ("gemma-safety:audit:origin", checkpoint.origin),
      ("gemma-safety:audit:size", String(checkpoint.size)),
      ("gemma-safety:audit:root", checkpoint.root.hex),
    ]
    return .array(pairs.map { .object(["name": .string($0.0), "value": .string($0.1)]) })
  }
}

extension CardDocument {
  /// The drawings of all blocks, by the names of their files.
  package var plots: [(name: String, svg: String)] {
    blocks.flatMap(\.parts).compactMap { part in
      if case .plot(let name, _, let svg) = part { (name, svg + "\n") } else { nil }
    }
  }
}
