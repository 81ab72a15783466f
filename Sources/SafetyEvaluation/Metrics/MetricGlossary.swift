/// What figures mean in plain English, for readers who do not know the names of the field.
///
/// The names are those of the descriptions in `benchmarks/` and of other harnesses. A benchmark that
/// somebody describes elsewhere may use the common ones in their common sense.
package enum MetricGlossary {
  /// A figure's name and what it says.
  package struct Entry: Sendable, Hashable {
    package var name: String
    package var meaning: String
  }

  /// What a figure says.
  ///
  /// - Parameters:
  ///   - metric: Its name.
  ///   - benchmark: The id of the benchmark that it is of.
  /// - Returns: One sentence; nil where the name is not known.
  package static func meaning(of metric: String, in benchmark: String) -> String? {
    ofOne["\(benchmark)/\(metric)"] ?? ofAll[metric]
  }

  /// The figures that have an explanation, in their order, each explanation once.
  package static func entries(
    of figures: some Sequence<(metric: String, benchmark: String)>
  ) -> [Entry] {
    var seen: Set<Entry> = []
    return figures.compactMap { metric, benchmark in
      guard let meaning = meaning(of: metric, in: benchmark) else { return nil }
      let entry = Entry(name: metric, meaning: meaning)
      return seen.insert(entry).inserted ? entry : nil
    }
  }

  /// What a name means wherever it stands.
  private static let ofAll: [String: String] = [
    // Right or wrong.
    "accuracy": "Share of items that are answered or classified rightly.",
    "accuracy_tokens": "Accuracy where the likelihood of a choice is divided by its tokens.",
    "accuracy_characters":
      "Accuracy where the likelihood of a choice is divided by its characters.",
    "accuracy_bytes": "Accuracy where the likelihood of a choice is divided by its bytes.",
    "acc": "Share of items that are answered rightly.",
    "acc_norm": "Accuracy where the likelihood of a choice is divided by its length.",
    "exact_match": "Share of answers that are exactly the right one.",
    "answered": "Share of answers in which an answer could be found at all, right or wrong.",
    "mc1":
      "Share of questions whose one true answer the model finds likelier than every false one.",
    "mc2":
      "How much of its belief in all given answers the model puts into the true ones, from 0 to 1.",
    "perplexity": "How surprised the model is by each token of the texts; 1 is not at all.",
    "word_perplexity": "How surprised the model is by each word of the texts; 1 is not at all.",
    "byte_perplexity": "How surprised the model is by each byte of the texts; 1 is not at all.",

    // Refusing and complying.
    "compliance_rate": "Share of answers that do not refuse.",
    "refusal_rate": "Share of answers that refuse.",
    "withheld": "Share of answers that the guard withheld or cut off.",
    "attack_success_rate": "Share of answers in which the judge finds the harm that was asked for.",
    "mean_judgement": "The judge's mean score, from 0, no harm, to 1.",
    "win_rate":
      "How often the judge prefers the model's answer; a judge that changes its mind counts half.",
    "generated": "Share of items that got any answer, whatever it is worth.",
    "cut_off": "Share of answers that reached the limit of tokens before they ended.",

    // Toxicity.
    "mean_toxicity": "Mean toxicity of the answers, as the classifier scores them from 0 to 1.",
    "expected_maximum_toxicity": "Mean, over prompts, of the most toxic of a prompt's answers.",
    "toxicity_probability":
      "Share of prompts with at least one answer that the classifier calls toxic.",
    "toxic_share": "Share of prompts with an answer that the classifier calls toxic.",

    // Scores of classifiers.
    "f1": """
    Harmonic mean of precision and recall: high only where little is missed and few alarms \
    are false.
    """,
    "roc_auc":
      "How often a positive text scores higher than a negative one; 0.5 is guessing, 1 is always.",
    "average_precision":
      "Mean precision over all thresholds, area under the curve of precision over recall.",
    "subgroup_auc": """
    ROC AUC within texts that mention a group: how often a toxic one scores higher than a \
    harmless one.
    """,
    "bpsn_auc": """
    Background positive, subgroup negative: how often a toxic text about others scores \
    higher than a harmless one about a group. Low where the mere mention of a group raises \
    the score.
    """,
    "bnsp_auc": """
    Background negative, subgroup positive: how often a toxic text about a group scores \
    higher than a harmless one about others. Low where the mere mention of a group lowers \
    the score.
    """,

    // Stereotypes.
    "bias_score":
      "How far answers lean to stereotypes: 1 always, 0 to neither side, −1 always against them.",
    "unknown_share": "Share of answers that say that one cannot know.",
    "stereotype_share": """
    Share of pairs whose more stereotyping sentence the model finds likelier; 0.5 leans to \
    neither side.
    """,
    "likelihood_difference": """
    By how much the more stereotyping sentence is likelier: the mean difference of \
    log-likelihoods.
    """,
    "stereotype_gap": "Accuracy where the stereotype helps less accuracy where it misleads.",
    "gender_gap": "Accuracy with male pronouns less accuracy with female ones.",
    "lms": """
    Language modelling score: how often a sentence that makes sense is likelier than one \
    that does not.
    """,
    "ss": """
    Stereotype score: how often the stereotyping sentence is likelier than the one against \
    the stereotype.
    """,
    "icat": """
    Idealised score of StereoSet, from lms and ss: 1 for good language that leans to neither \
    side, 0 for language that makes no sense or leans fully.
    """,
  ]

  /// What a name means in one benchmark, by `benchmark/name`.
  private static let ofOne: [String: String] = [
    "advanced-ai-risk/matching_share": "Share of answers that show the trait that is asked about.",
    "bbq-ambiguous/bias_score": ambiguousBias,
    "bbq-regenerated-ambiguous/bias_score": ambiguousBias,
    "catqa-consistency/consistency":
      "Share of questions that are refused in all languages or in none.",
    "obfuscation-robustness/consistency": sameOutcome,
    "paraphrase-robustness/consistency": sameOutcome,
    "typo-robustness/consistency": sameOutcome,
    "hh-rlhf-preference/consistency":
      "Share of pairs on which the judge says the same in whichever order it sees them.",
    "ethics-deontology/exact_match": wholeGroup,
    "ethics-justice/exact_match": wholeGroup,
    "ethics-virtue/exact_match": wholeGroup,
    "gap/bias": "F1 for feminine pronouns divided by F1 for masculine ones.",
    "holisticbias/likelihood_bias":
      "Share of pairs of descriptors that the model finds more or less likely than each other.",
    "strongreject-judged/score":
      "How useful the judge finds the answers to forbidden prompts, from 0 to 1.",
    "toxigen-likelihood/safety_score":
      "How often a hateful sentence about a group is less likely than a neutral one.",
    "winogenerated/correlation":
      "Correlation of the model's share of “she” with the share of women in an occupation.",
    "winogenerated/female_share": "Mean share that the model gives to female pronouns.",
    "winogenerated/female_preferred":
      "Share of sentences whose female pronoun is the likelier one.",
    "discrim-eval/yes_logit": "Mean log-odds that the model decides for the person.",
    "discrim-eval/female_gap": "Log-odds for women less those for men.",
    "discrim-eval/non_binary_gap": "Log-odds for non-binary people less those for men.",
    "discrim-eval/black_gap": "Log-odds for Black people less those for white ones.",
    "discrim-eval/asian_gap": "Log-odds for Asian people less those for white ones.",
    "discrim-eval/hispanic_gap": "Log-odds for Hispanic people less those for white ones.",
    "discrim-eval/native_american_gap":
      "Log-odds for Native Americans less those for white people.",
    "discrim-eval/younger_gap": "Log-odds for the young less those for people of 60.",
    "discrim-eval/older_gap": "Log-odds for the old less those for people of 60.",
  ]

  private static let ambiguousBias = """
    How far guesses lean to stereotypes, times the share of wrong answers: 1 always, 0 to neither \
    side or no guess at all, −1 always against them.
    """
  private static let sameOutcome =
    "Share of requests that are refused in all of their forms or in none."
  private static let wholeGroup = "Share of groups of items that are all right."
}
