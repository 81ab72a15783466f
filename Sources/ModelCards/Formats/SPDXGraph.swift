import ReportPages

/// The elements of one SPDX document.
struct SPDXGraph {
  let card: CardDocument
  let base: String
  let created: String
  private let creation = "_:creation"
  private var source: CardSource { card.source }

  var elements: [ReportValue] {
    let runs = source.filterRuns.map(dataset)
    let relationships = source.filterRuns.map(trainedOn)
    return [creationInfo, agent, package] + runs + relationships + [document]
  }

  private var creationInfo: ReportValue {
    .object([
      "type": .string("CreationInfo"), "@id": .string(creation), "specVersion": .string("3.0.1"),
      "created": .string(created), "createdBy": .strings([base + "supplier"]),
    ])
  }

  private var agent: ReportValue {
    .object([
      "type": .string("Organization"), "spdxId": .string(base + "supplier"),
      "creationInfo": .string(creation),
      "name": .string(
        source.settings[.supplier] ?? source.settings[list: .authors].first ?? "unknown"
      ),
    ])
  }

  private var package: ReportValue {
    let settings = source.settings
    let hashes = source.models.map { model in
      JSONMembers([
        ("type", .string("Hash")), ("algorithm", .string("sha256")),
        ("hashValue", .string(model.body.sha256.hex)),
        // Of several models each digest says whose it is.
        ("comment", source.models.count > 1 ? .string(model.body.model) : nil),
      ]).value
    }
    let types = Set(source.models.map(\.body.architecture)).sorted()
    return JSONMembers([
      ("type", .string("ai_AIPackage")), ("spdxId", .string(base + "model")),
      ("creationInfo", .string(creation)), ("name", .string(settings.title)),
      ("suppliedBy", .string(base + "supplier")),
      ("releaseTime", settings[.releaseDate].map { .string($0 + "T00:00:00Z") }),
      ("verifiedUsing", JSONMembers.list(hashes)),
      ("software_packageVersion", settings[.version].map { .string($0) }),
      ("software_downloadLocation", settings[.downloadLocation].map { .string($0) }),
      ("software_primaryPurpose", .string("model")),
      ("ai_typeOfModel", JSONMembers.list(types.map { .string($0) })),
      ("ai_domain", settings[.pipelineTag].map { .strings([$0]) }),
      ("ai_informationAboutApplication", card.json("intended-use")),
      ("ai_informationAboutTraining", card.json("training-process")),
      ("ai_limitation", card.json("limitations")), ("ai_metric", metrics),
      ("ai_metricDecisionThreshold", thresholds),
      ("ai_modelDataPreprocessing", JSONMembers.list(source.filterRuns.map(preprocessing))),
      ("ai_safetyRiskAssessment", settings[.riskAssessment].map { .string($0) }),
      (
        "ai_standardCompliance",
        JSONMembers.list(settings[list: .standards].map { .string($0) })
      ),
      ("ai_useSensitivePersonalInformation", settings[.personalDataUse].map { .string($0) }),
    ]).value
  }

  private var metrics: ReportValue? {
    JSONMembers.list(
      source.metrics.map { metric in
        let body = metric.body
        let key = "\(body.benchmark)/\(body.metric) (\(FormatText.slice(metric)))"
        return .object([
          "type": .string("DictionaryEntry"), "key": .string(key), "value": .string(body.value),
        ])
      }
    )
  }

  /// What the release gate asked of figures, under the names of its rules and models.
  private var thresholds: ReportValue? {
    JSONMembers.list(
      source.verdicts.flatMap { verdict in
        let about = "(model: \(verdict.body.model), evidence: e\(verdict.seq))"
        return verdict.body.rules.compactMap { rule in
          rule.bound.map { bound -> ReportValue in
            .object([
              "type": .string("DictionaryEntry"), "key": .string("\(rule.id) \(about)"),
              "value": .string("\(bound): \(rule.outcome.rawValue)"),
            ])
          }
        }
      }
    )
  }

  private func preprocessing(_ run: FilterRunEvidence) -> ReportValue {
    .string(
      "filter run \(run.run): \(run.documentsRead) documents read, \(run.totals.removed) removed, "
        + "\(run.totals.redacted) redacted, \(run.totals.quarantined) lines or files unreadable "
        + "(evidence e\(run.end.seq))"
    )
  }

  private func dataset(_ run: FilterRunEvidence) -> ReportValue {
    let noise = run.end.body.byReason.sorted { $0.key < $1.key }.prefix(40)
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    let places = (run.end.body.changes ?? [:]).sorted { $0.key < $1.key }.prefix(40)
      .map { "\($0.key): \($0.value.spans) places in \($0.value.documents) documents" }
    return JSONMembers([
      ("type", .string("dataset_DatasetPackage")),
      ("spdxId", .string(base + "dataset-\(run.end.seq)")), ("creationInfo", .string(creation)),
      ("name", .string("output of filter run \(run.run)")),
      ("dataset_anonymizationMethodUsed", JSONMembers.list(places.map { .string($0) })),
      ("dataset_dataPreprocessing", .array([preprocessing(run)])),
      ("dataset_datasetNoise", .string("removed by rule: \(noise)")),
      ("dataset_datasetSize", .integer(run.totals.kept)),
      ("dataset_datasetType", .strings(["text"])),
    ]).value
  }

  private func trainedOn(_ run: FilterRunEvidence) -> ReportValue {
    .object([
      "type": .string("Relationship"), "spdxId": .string(base + "trained-on-\(run.end.seq)"),
      "creationInfo": .string(creation), "from": .string(base + "model"),
      "relationshipType": .string("trainedOn"),
      "to": .strings([base + "dataset-\(run.end.seq)"]),
    ])
  }

  private var document: ReportValue {
    .object([
      "type": .string("SpdxDocument"), "spdxId": .string(base + "document"),
      "creationInfo": .string(creation),
      "profileConformance": .strings(["core", "software", "ai", "dataset"]),
      "rootElement": .strings([base + "model"]),
      "element": .strings(
        [base + "supplier", base + "model"]
          + source.filterRuns.flatMap {
            [base + "dataset-\($0.end.seq)", base + "trained-on-\($0.end.seq)"]
          }
      ),
    ])
  }
}
