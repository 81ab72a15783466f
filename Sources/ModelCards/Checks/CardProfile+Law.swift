extension CardProfile {
  private typealias Field = ProfileField

  static let gpaiFields = [
    Field("1 Legal name of the provider", .setting(.legalName)),
    Field("1 Model name", .setting(.name)),
    Field("1 Model authenticity (a secure hash)", .block("identity")),
    Field("1 Release date", .setting(.releaseDate)),
    Field("1 Union market release date", .setting(.unionMarketDate)),
    Field("1 Model dependencies", .setting(.baseModel), optional: true),
    Field("2 Architecture", .block("identity")),
    Field("2 Design specifications", .section("description")),
    Field("2 Input and output modalities", .section("inputs-outputs")),
    Field("2 Total parameters", .block("identity")),
    Field("3 Methods of distribution", .section("distribution")),
    Field("3 Licence", .setting(.license)),
    Field("4 Acceptable use policy", .section("out-of-scope")),
    Field("4 Intended uses", .section("intended-use")),
    Field("4 Type and nature of AI systems", .section("intended-use")),
    Field("4 Technical means of integration", .section("usage")),
    Field("4 Required hardware and software", .section("usage")),
    Field("5 Training process: design specifications", .section("training-process")),
    Field("5 Training process: decision rationale", .section("training-process")),
    Field("6 Data: type and provenance", .section("training-data")),
    Field("6 Data: how it was obtained and selected", .section("training-data")),
    Field("6 Data: number of points, scope, characteristics", .section("training-data")),
    Field(
      "6 Data: curation",
      .any([.block("data-preprocessing"), .section("preprocessing-notes")])
    ),
    Field(
      "6 Data: measures against unsuitable sources",
      .any([.block("data-preprocessing"), .section("preprocessing-notes")])
    ),
    Field("6 Data: measures against biases", .section("factors")),
    Field("7 Training time and amount of computation", .section("compute-energy")),
    Field("8 Energy used for training", .section("compute-energy")),
    Field("8 Computation used for inference", .section("compute-energy")),
  ]

  static let annexXIFields = [
    Field("1(a) tasks and integration", .section("intended-use")),
    Field("1(b) acceptable use policies", .section("out-of-scope")),
    Field("1(c) date of release", .setting(.releaseDate)),
    Field("1(c) methods of distribution", .section("distribution")),
    Field("1(d) architecture and number of parameters", .block("identity")),
    Field("1(e) modality and format of inputs and outputs", .section("inputs-outputs")),
    Field("1(f) licence", .setting(.license)),
    Field("2(a) technical means of integration", .section("usage")),
    Field("2(b) design specifications and training process", .section("training-process")),
    Field("2(c) data: type and provenance", .section("training-data")),
    Field("2(c) data: curation, filtering, number of points", .block("data-preprocessing")),
    Field("2(c) data: detection of biases", .section("factors")),
    Field("2(d) computational resources", .section("compute-energy")),
    Field("2(e) energy consumption", .section("compute-energy")),
    Field(
      "section 2(1) evaluation strategies and results",
      .any([.block("safety"), .section("evaluation-approach")]),
      optional: true
    ),
    Field(
      "section 2(2) adversarial testing and adaptations",
      .section("evaluation-approach"),
      optional: true
    ),
    Field("section 2(3) system architecture", .section("description"), optional: true),
  ]

  static let annexXIIFields = [
    Field("1(a) tasks and integration", .section("intended-use")),
    Field("1(b) acceptable use policies", .section("out-of-scope")),
    Field("1(c) date of release", .setting(.releaseDate)),
    Field("1(c) methods of distribution", .section("distribution")),
    Field("1(d) interaction with hardware and software", .section("usage")),
    Field("1(e) versions of software", .block("software")),
    Field("1(f) architecture and number of parameters", .block("identity")),
    Field("1(g) modality and format of inputs and outputs", .section("inputs-outputs")),
    Field("1(h) licence", .setting(.license)),
    Field("2(a) instructions for integration", .section("usage")),
    Field("2(b) maximum size of inputs and outputs", .section("inputs-outputs")),
    Field("2(c) data: type, provenance and curation", .section("training-data")),
  ]

  static let mitchellFields = [
    Field("Model Details", .section("description")),
    Field("Model Details: person or organisation", .setting(.authors)),
    Field("Model Details: date and version", .setting(.version)),
    Field("Model Details: type", .block("identity")),
    Field("Model Details: licence", .setting(.license)),
    Field(
      "Model Details: where to send questions",
      .any([.section("contact"), .setting(.contact)])
    ),
    Field("Intended Use", .section("intended-use")),
    Field("Intended Use: out of scope", .section("out-of-scope")),
    Field("Factors", .section("factors")),
    Field("Metrics", .any([.block("safety"), .block("benchmarks")])),
    Field("Metrics: variation", .any([.block("safety"), .block("benchmarks")])),
    Field("Evaluation Data", .section("evaluation-approach")),
    Field("Training Data", .section("training-data")),
    Field("Quantitative Analyses: unitary and intersectional", .block("slices")),
    Field("Ethical Considerations", .section("ethics")),
    Field("Caveats and Recommendations", .section("limitations")),
  ]

  static let datasheetFields = [
    Field("Motivation", .section("motivation")), Field("Composition", .block("composition")),
    Field("Composition: instances, labels, personal data", .section("composition-notes")),
    Field("Collection Process", .section("collection")),
    Field("Preprocessing/cleaning/labeling", .block("data-preprocessing")),
    Field("Bias audit", .block("bias-audit"), optional: true), Field("Uses", .section("uses")),
    Field("Distribution", .section("distribution")),
    Field("Distribution: licence", .setting(.license)),
    Field("Maintenance", .section("maintenance")),
  ]

  /// A risk counts as covered where a figure or the section on risks speaks of it.
  static let nistFields = [
    Field("CBRN information", .section("risk-management")),
    Field("Confabulation", .any([.block("safety"), .section("limitations")])),
    Field("Dangerous, violent or hateful content", .any([.block("safety"), .section("ethics")])),
    Field("Data privacy", .any([.block("data-preprocessing"), .section("ethics")])),
    Field("Environmental impacts", .section("compute-energy")),
    Field("Harmful bias and homogenization", .any([.block("slices"), .block("safety")])),
    Field("Human-AI configuration", .section("intended-use")),
    Field("Information integrity", .section("ethics")),
    Field("Information security", .section("risk-management")),
    Field("Intellectual property", .section("training-data")),
    Field(
      "Obscene, degrading and/or abusive content",
      .any([.block("safety"), .section("ethics")])
    ),
    Field(
      "Value chain and component integration",
      .any([.block("identity"), .setting(.baseModel)])
    ),
    Field("Decision over release", .block("verdict")),
  ]
}
