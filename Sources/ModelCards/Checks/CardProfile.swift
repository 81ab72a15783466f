/// The documentation schemes that a card is checked against.
package enum CardProfile: String, Sendable, Hashable, CaseIterable {
  case hf
  case gemma
  case mct
  case cyclonedx
  case spdx
  case gpai
  case annexXI = "annex-xi"
  case annexXII = "annex-xii"
  case mitchell
  case datasheet
  case nist = "nist-600-1"

  /// The scheme's full name.
  package var title: String {
    switch self {
    case .hf: "Hugging Face model card"
    case .gemma: "Google's Gemma model cards"
    case .mct: "Model Card Toolkit 0.0.2"
    case .cyclonedx: "CycloneDX 1.6 ML-BOM"
    case .spdx: "SPDX 3.0.1 AI profile"
    case .gpai: "GPAI Code of Practice, Model Documentation Form"
    case .annexXI: "EU AI Act, Annex XI"
    case .annexXII: "EU AI Act, Annex XII"
    case .mitchell: "Model Cards for Model Reporting (Mitchell et al. 2019)"
    case .datasheet: "Datasheets for Datasets"
    case .nist: "NIST AI 600-1, twelve risks"
    }
  }

  /// What the scheme documents.
  package var kind: CardSettings.Kind { self == .datasheet ? .dataset : .model }

  /// What the scheme asks for, in its own order.
  package var fields: [ProfileField] {
    switch self {
    case .hf: Self.hub
    case .gemma: Self.gemmaFields
    case .mct: Self.toolkit
    case .cyclonedx: Self.cycloneDX
    case .spdx: Self.spdxFields
    case .gpai: Self.gpaiFields
    case .annexXI: Self.annexXIFields
    case .annexXII: Self.annexXIIFields
    case .mitchell: Self.mitchellFields
    case .datasheet: Self.datasheetFields
    case .nist: Self.nistFields
    }
  }
}

extension CardProfile {
  private typealias Field = ProfileField
  private static let results = ProfileField.Answer.any([.block("safety"), .block("benchmarks")])

  private static let hub = [
    Field("license", .setting(.license)), Field("library_name", .setting(.libraryName)),
    Field("pipeline_tag", .setting(.pipelineTag)), Field("language", .setting(.language)),
    Field("tags", .setting(.tags), optional: true),
    Field("datasets", .setting(.datasets), optional: true),
    Field("base_model", .setting(.baseModel), optional: true), Field("model-index", results),
    Field("Model Description", .section("description")),
    Field("Model Sources", .any([.setting(.modelPage), .setting(.resources)]), optional: true),
    Field("Direct Use", .section("intended-use")),
    Field("Out-of-Scope Use", .section("out-of-scope")),
    Field("Bias, Risks, and Limitations", .section("limitations")),
    Field("How to Get Started", .section("usage")),
    Field("Training Data", .section("training-data")),
    Field("Preprocessing", .any([.block("data-preprocessing"), .section("preprocessing-notes")])),
    Field("Training Hyperparameters", .section("training-process")),
    Field("Results", results), Field("Factors", .section("factors"), optional: true),
    Field("Environmental Impact", .section("compute-energy")),
    Field("Hardware", .section("hardware")), Field("Software", .block("software")),
    Field("Citation", .section("citation"), optional: true),
    Field("Model Card Authors", .setting(.authors)),
    Field("Model Card Contact", .any([.section("contact"), .setting(.contact)])),
  ]

  private static let gemmaFields = [
    Field("Model Page", .setting(.modelPage)), Field("Terms of Use", .setting(.termsOfUse)),
    Field("Authors", .setting(.authors)), Field("Description", .section("description")),
    Field("Inputs and outputs", .section("inputs-outputs")), Field("Usage", .section("usage")),
    Field("Citation", .section("citation")),
    Field("Training Dataset", .section("training-data")),
    Field("Data Preprocessing", .block("data-preprocessing")),
    Field("Hardware", .section("hardware")), Field("Software", .block("software")),
    Field("Benchmark Results", .block("benchmarks")),
    Field("Evaluation Approach", .section("evaluation-approach")),
    Field("Evaluation Results (ten rows)", .block("safety")),
    Field("Over-refusal", .block("over-refusal")),
    Field("Intended Usage", .section("intended-use")),
    Field("Limitations", .section("limitations")),
    Field("Ethical Considerations and Risks", .section("ethics")),
    Field("Benefits", .section("benefits")),
  ]

  private static let toolkit = [
    Field("model_details.name", .setting(.name)),
    Field("model_details.overview", .section("description")),
    Field("model_details.documentation", .section("usage"), optional: true),
    Field("model_details.owners", .setting(.authors)),
    Field("model_details.version", .setting(.version)),
    Field("model_details.licenses", .setting(.license)),
    Field("model_details.references", .setting(.resources), optional: true),
    Field("model_details.citations", .section("citation"), optional: true),
    Field("model_parameters.model_architecture", .block("identity")),
    Field("model_parameters.data", .section("training-data")),
    Field("model_parameters.input_format", .section("inputs-outputs")),
    Field("quantitative_analysis.performance_metrics", results),
    Field("considerations.users", .section("intended-use")),
    Field("considerations.use_cases", .section("intended-use")),
    Field("considerations.limitations", .section("limitations")),
    Field("considerations.tradeoffs", .any([.block("over-refusal"), .section("benefits")])),
    Field("considerations.ethical_considerations", .section("ethics")),
  ]

  private static let cycloneDX = [
    Field("component.version", .setting(.version)),
    Field("component.licenses", .setting(.license)),
    Field("component.hashes", .block("identity")),
    Field("component.supplier", .setting(.supplier)),
    Field("modelParameters.approach", .setting(.approach)),
    Field("modelParameters.task", .setting(.pipelineTag)),
    Field("modelParameters.architectureFamily", .block("identity")),
    Field("modelParameters.datasets", .any([.block("data-preprocessing"), .setting(.datasets)])),
    Field("quantitativeAnalysis.performanceMetrics", results),
    Field("quantitativeAnalysis.graphics", results),
    Field("considerations.users", .section("intended-use")),
    Field("considerations.useCases", .section("intended-use")),
    Field("considerations.technicalLimitations", .section("limitations")),
    Field("considerations.performanceTradeoffs", .block("over-refusal")),
    Field("considerations.ethicalConsiderations", .section("ethics")),
    Field("considerations.fairnessAssessments", .any([.block("slices"), .section("factors")])),
    Field(
      "considerations.environmentalConsiderations",
      .section("compute-energy"),
      optional: true
    ),
  ]

  private static let spdxFields = [
    Field("software_packageVersion", .setting(.version)),
    Field("suppliedBy", .setting(.supplier)), Field("releaseTime", .setting(.releaseDate)),
    Field("software_downloadLocation", .setting(.downloadLocation)),
    Field("software_primaryPurpose", .never("always `model`")),
    Field("verifiedUsing", .block("identity")), Field("ai_typeOfModel", .block("identity")),
    Field("ai_domain", .setting(.pipelineTag)),
    Field("ai_informationAboutApplication", .section("intended-use")),
    Field("ai_informationAboutTraining", .section("training-process")),
    Field("ai_limitation", .section("limitations")), Field("ai_metric", results),
    Field("ai_metricDecisionThreshold", .block("verdict"), optional: true),
    Field("ai_modelDataPreprocessing", .block("data-preprocessing")),
    Field("ai_safetyRiskAssessment", .setting(.riskAssessment)),
    Field("ai_standardCompliance", .setting(.standards), optional: true),
    Field("ai_useSensitivePersonalInformation", .setting(.personalDataUse)),
    Field("ai_energyConsumption", .section("compute-energy"), optional: true),
  ]
}
