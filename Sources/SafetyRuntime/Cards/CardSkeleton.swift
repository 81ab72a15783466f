import ModelCards

/// What `card init` writes into `card.yaml`.
enum CardSkeleton {
  static func settings(_ kind: CardSettings.Kind, name: String) -> String {
    let common = """
      # What the card says beside its evidence. Uncomment what applies; every field is a text or a list.
      kind: \(kind.rawValue)
      name: \(quoted(name))
      # version: "1.0"
      # license: apache-2.0
      # license_name: Name of a licence that is not on the Hub's list (with `license: other`)
      # license_link: https://example.org/licence
      # language: [en]
      # tags: [safety]
      # authors: [Name]
      # contact: someone@example.org

      """
    return common + (kind == .model ? model : dataset)
  }

  /// A text in YAML's double quotes; control characters are escaped, for the reader to refuse.
  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": return "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        return "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: return String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }

  private static let model = """
    # pipeline_tag: text-generation
    # library_name: gemma-safety
    # base_model: [google/gemma-3-1b-pt]
    # datasets: [name/of-a-data-set]
    # models: [names of models in the order of their columns]
    # filter_runs: [names of the filter runs whose output the model learned from]
    # model_page: https://example.org/model
    # resources: [https://example.org/report]
    # terms_of_use: https://example.org/terms
    # supplier: Name of an organisation
    # legal_name: Name in law of the provider
    # release_date: 2026-01-31
    # union_market_date: 2026-01-31
    # download_location: https://example.org/model.safetensors
    # approach: self-supervised
    # safety_risk_assessment: low
    # uses_sensitive_personal_information: noAssertion
    # standards: [names of standards that it complies with]
    # extra_gated_prompt: What a person must agree to

    """

  private static let dataset = """
    # pretty_name: A name for people
    # filter_runs: [name of the filter run that made the set]
    # task_categories: [text-generation]
    # annotations_creators: [no-annotation]
    # source_datasets: [original]

    """
}
