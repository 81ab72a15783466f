/// The sections that people write, with what each is to say.
package struct CardSectionName: Sendable, Hashable {
  package var id: String
  package var title: String
  /// What whoever writes it is asked.
  package var prompt: String

  private init(_ id: String, _ title: String, _ prompt: String) {
    self.id = id
    self.title = title
    self.prompt = prompt
  }

  package static func ids(_ kind: CardSettings.Kind) -> [String] { all(kind).map(\.id) }

  /// The sections of a kind of card in the order of its layout.
  package static func all(_ kind: CardSettings.Kind) -> [CardSectionName] {
    kind == .model ? model : dataset
  }

  private static let model = [
    CardSectionName(
      "description",
      "Description",
      "What is the model, in a paragraph for a reader who knows none of it?"
    ),
    CardSectionName(
      "inputs-outputs",
      "Inputs and outputs",
      "Which modalities go in and come out, and up to what size?"
    ),
    CardSectionName(
      "usage",
      "Usage",
      "How is the model loaded and called? Which hardware and software does it need?"
    ),
    CardSectionName("citation", "Citation", "How is the model to be cited?"),
    CardSectionName(
      "training-data",
      "Training dataset",
      "Which data was the model trained on: kinds, sources, provenance, how much, until when?"
    ),
    CardSectionName(
      "preprocessing-notes",
      "Notes on preprocessing",
      "What was done to the data that no filter run records?"
    ),
    CardSectionName(
      "training-process",
      "Training process",
      "Which design choices, stages, objectives and methods of training?"
    ),
    CardSectionName("hardware", "Hardware", "What was the model trained on?"),
    CardSectionName(
      "compute-energy",
      "Compute and energy",
      "How much computation, time and energy did training take, and how was that measured?"
    ),
    CardSectionName(
      "evaluation-approach",
      "Evaluation approach",
      "How was safety evaluated, by whom, and how independent are they of the developers?"
    ),
    CardSectionName(
      "factors",
      "Factors",
      "Which groups, instruments and environments change how well it works?"
    ),
    CardSectionName("intended-use", "Intended usage", "What is the model for, and for whom?"),
    CardSectionName(
      "out-of-scope",
      "Out-of-scope usage",
      "What must it not be used for? Which uses are restricted or forbidden?"
    ),
    CardSectionName(
      "limitations",
      "Limitations",
      "Where does it fail: data, context, language, facts, common sense?"
    ),
    CardSectionName(
      "ethics",
      "Ethical considerations and risks",
      "Which harms could follow: bias, misinformation, misuse, privacy? What is done about each?"
    ),
    CardSectionName(
      "risk-management",
      "Risk management",
      "Which of the twelve risks of NIST AI 600-1 were looked at, and what decides over release?"
    ),
    CardSectionName(
      "benefits",
      "Benefits",
      "What good does it do, compared with what one had before?"
    ),
    CardSectionName(
      "distribution",
      "Distribution and licences",
      "Where and under which terms can it be had? Who may integrate it into what?"
    ),
    CardSectionName("contact", "Contact", "Who answers questions and takes reports of harm?"),
  ]

  private static let dataset = [
    CardSectionName(
      "motivation",
      "Motivation",
      "Why was the dataset made, by whom, and who paid for it?"
    ),
    CardSectionName(
      "composition-notes",
      "Notes on composition",
      "What is an instance? Are there labels, errors, personal data, offensive texts?"
    ),
    CardSectionName(
      "collection",
      "Collection process",
      "How was the data had, when, by whom, and did people consent?"
    ),
    CardSectionName(
      "preprocessing-notes",
      "Notes on preprocessing",
      "What was done to the data that no filter run records? Is the raw data kept?"
    ),
    CardSectionName("uses", "Uses", "What is it for, and what should it not be used for?"),
    CardSectionName(
      "distribution",
      "Distribution",
      "How, when and under which licence is it given out?"
    ),
    CardSectionName(
      "maintenance",
      "Maintenance",
      "Who maintains it, how are errors reported, how long are old versions kept?"
    ),
    CardSectionName("contact", "Contact", "Who answers questions and takes reports of harm?"),
  ]

  /// The file that `card init` writes.
  package var skeleton: String {
    """
    ---
    # reviewed_by: Name of a person
    # reviewed_on: 2026-01-31
    # not_applicable: a reason, where the section does not apply
    ---
    <!-- \(title). \(prompt)
    Markdown below this comment goes into the card; comments do not. -->

    """
  }
}
