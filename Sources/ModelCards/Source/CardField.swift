/// What a person says about a model or a dataset in `card.yaml`, beside the sections of prose.
package enum CardField: String, Sendable, Hashable, CaseIterable {
  case name, version, license
  case licenseName = "license_name"
  case licenseLink = "license_link"
  case pipelineTag = "pipeline_tag"
  case libraryName = "library_name"
  case modelPage = "model_page"
  case termsOfUse = "terms_of_use"
  case contact, supplier
  case legalName = "legal_name"
  case releaseDate = "release_date"
  case unionMarketDate = "union_market_date"
  case downloadLocation = "download_location"
  case riskAssessment = "safety_risk_assessment"
  case personalDataUse = "uses_sensitive_personal_information"
  case approach, gatedPrompt = "extra_gated_prompt"
  case prettyName = "pretty_name"
  case language
  case baseModel = "base_model"
  case datasets, tags, authors, resources, models
  case taskCategories = "task_categories"
  case sizeCategories = "size_categories"
  case annotationsCreators = "annotations_creators"
  case sourceDatasets = "source_datasets"
  case standards
  case filterRuns = "filter_runs"

  /// Whether the field holds a list of texts.
  package var isList: Bool {
    switch self {
    case .language, .baseModel, .datasets, .tags, .authors, .resources, .models, .taskCategories,
      .sizeCategories, .annotationsCreators, .sourceDatasets, .standards, .filterRuns:
      true
    default: false
    }
  }

  /// The only words that a field of a closed list takes; empty for free text.
  package var choices: [String] {
    switch self {
    case .riskAssessment: ["serious", "high", "medium", "low"]
    case .personalDataUse: ["yes", "no", "noAssertion"]
    case .approach:
      [
        "supervised", "unsupervised", "reinforcement-learning", "semi-supervised",
        "self-supervised",
      ]
    default: []
    }
  }

  /// Whether the field holds a day.
  package var isDate: Bool { self == .releaseDate || self == .unionMarketDate }
}
