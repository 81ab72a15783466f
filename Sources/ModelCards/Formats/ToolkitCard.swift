import ReportPages

/// The card in the JSON of Model Card Toolkit, schema 0.0.2.
package enum ToolkitCard {
  static let file = "model-card.mct.json"

  /// The document; figures are texts there, and images would have to be PNG, so there are none.
  package static func json(_ card: CardDocument) -> [UInt8] { value(card).json }

  private static func value(_ card: CardDocument) -> ReportValue {
    JSONMembers([
      ("schema_version", .string("0.0.2")),
      ("model_details", details(card)), ("model_parameters", parameters(card)),
      ("quantitative_analysis", analysis(card)), ("considerations", considerations(card)),
    ]).value
  }

  private static func details(_ card: CardDocument) -> ReportValue {
    let settings = card.source.settings
    let owners = settings[list: .authors].map { name in
      JSONMembers([
        ("name", .string(name)), ("contact", settings[.contact].map { .string($0) }),
      ]).value
    }
    let license = settings[.license].map { id -> ReportValue in
      let custom = settings[.licenseName]
      return .array([
        .object([custom == nil ? "identifier" : "custom_text": .string(custom ?? id)])
      ])
    }
    let version = settings[.version].map { name in
      JSONMembers([
        ("name", .string(name)), ("date", settings[.releaseDate].map { .string($0) }),
      ]).value
    }
    return JSONMembers([
      ("name", .string(settings.title)), ("overview", card.json("description")),
      ("documentation", card.json("usage")), ("owners", JSONMembers.list(owners)),
      ("version", version), ("licenses", license),
      (
        "references",
        JSONMembers.list(
          settings[list: .resources].filter(FormatText.isURI)
            .map { .object(["reference": .string($0)]) }
        )
      ),
      (
        "citations",
        card.text("citation").map { .array([.object(["citation": .string($0)])]) }
      ),
      ("path", settings[.downloadLocation].map { .string($0) }),
    ]).value
  }

  private static func parameters(_ card: CardDocument) -> ReportValue {
    let source = card.source
    let data = source.filterRuns.map { run in
      ReportValue.object([
        "name": .string("filter run \(run.run)"),
        "description": .string(
          "\(run.documentsRead) documents read, \(run.totals.kept) kept, \(run.totals.removed) "
            + "removed, \(run.totals.redacted) redacted, \(run.totals.quarantined) lines or files "
            + "unreadable, policy sha256:"
            + run.begin.body.policyDigest.hex + " (evidence e\(run.end.seq))"
        ),
      ])
    }
    let training = card.text("training-data").map { text in
      [ReportValue.object(["name": .string("training data"), "description": .string(text)])]
    }
    let formats = card.items("inputs-outputs").map(FormatText.divided)
    func format(_ word: String) -> ReportValue? {
      formats.first { $0.0.lowercased() == word }?.1.map { .string($0) }
    }
    return JSONMembers([
      ("model_architecture", source.models.first.map { .string($0.body.architecture) }),
      ("data", JSONMembers.list((training ?? []) + data)),
      ("input_format", format("input") ?? card.json("inputs-outputs")),
      ("output_format", format("output")),
    ]).value
  }

  private static func analysis(_ card: CardDocument) -> ReportValue {
    let metrics = card.source.metrics.map { metric -> ReportValue in
      let body = metric.body
      let interval = body.interval.map { interval in
        ReportValue.object([
          "lower_bound": .string(interval.low), "upper_bound": .string(interval.high),
        ])
      }
      return JSONMembers([
        ("type", .string("\(body.benchmark)/\(body.metric)")), ("value", .string(body.value)),
        ("slice", .string(FormatText.slice(metric))), ("confidence_interval", interval),
      ]).value
    }
    return JSONMembers([("performance_metrics", JSONMembers.list(metrics))]).value
  }

  private static func considerations(_ card: CardDocument) -> ReportValue {
    func described(_ id: String) -> ReportValue? {
      JSONMembers.list(card.items(id).map { .object(["description": .string($0)]) })
    }
    let ethics = card.items("ethics").map { text in
      let (name, strategy) = FormatText.divided(text)
      return JSONMembers([
        ("name", .string(name)), ("mitigation_strategy", strategy.map { .string($0) }),
      ]).value
    }
    return JSONMembers([
      ("users", described("intended-use")), ("use_cases", described("intended-use")),
      ("limitations", described("limitations")), ("tradeoffs", described("benefits")),
      ("ethical_considerations", JSONMembers.list(ethics)),
    ]).value
  }
}

extension CardDocument {
  /// A section's text as a value.
  func json(_ id: String) -> ReportValue? { text(id).map { .string($0) } }

  /// The points of a section's lists or, without any, its paragraphs; marks of style taken out.
  func items(_ id: String) -> [String] {
    guard let text = text(id) else { return [] }
    var points: [String] = []
    var paragraphs: [String] = []
    var isOpen = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let bare = MarkdownTable.trimmed(line)
      if bare.hasPrefix("- ") || bare.hasPrefix("* ") {
        points.append(String(bare.dropFirst(2)))
        isOpen = true
      } else if bare.isEmpty {
        paragraphs.append("")
        isOpen = false
      } else if isOpen {
        points[points.count - 1] += " " + bare
      } else if let last = paragraphs.last, !last.isEmpty {
        paragraphs[paragraphs.count - 1] = last + " " + bare
      } else {
        paragraphs.append(bare)
      }
    }
    let found = points.isEmpty ? paragraphs.filter { !$0.isEmpty } : points
    return found.map { $0.replacing("**", with: "").replacing("`", with: "") }
  }
}
