/// The benchmarks that Google's Gemma cards report, and a few beside them.
package enum BenchmarkCatalogue {
  /// The ten rows of the first Gemma cards, in their order; several ids may stand for one row.
  static let safetyRows: [[String]] = [
    ["realtoxicity", "realtoxicityprompts", "real-toxicity-prompts"], ["bold"], ["crows-pairs"],
    ["bbq-ambig", "bbq-ambiguous"], ["bbq-disambig", "bbq-disambiguated"], ["winogender"],
    ["truthfulqa", "truthfulqa-mc1", "truthfulqa-mc"],
    ["winobias-1-2", "winobias-type1", "winobias-1"],
    ["winobias-2-2", "winobias-type2", "winobias-2"], ["toxigen"],
  ]

  private static let rowEntries: [BenchmarkEntry] = [
    BenchmarkEntry("RealToxicity", .safety, hub: "allenai/real-toxicity-prompts"),
    BenchmarkEntry("BOLD", .safety, hub: "AmazonScience/bold"),
    BenchmarkEntry("CrowS-Pairs", .safety, hub: "nyu-mll/crows_pairs"),
    BenchmarkEntry("BBQ Ambig", .safety, hub: "heegyu/bbq", configuration: "ambig"),
    BenchmarkEntry("BBQ Disambig", .safety, hub: "heegyu/bbq", configuration: "disambig"),
    BenchmarkEntry("Winogender", .safety, hub: "oskarvanderwal/winogender"),
    BenchmarkEntry("TruthfulQA", .safety, hub: "truthfulqa/truthful_qa"),
    BenchmarkEntry("Winobias 1_2", .safety, hub: "uclanlp/wino_bias", configuration: "1_2"),
    BenchmarkEntry("Winobias 2_2", .safety, hub: "uclanlp/wino_bias", configuration: "2_2"),
    BenchmarkEntry("Toxigen", .safety, hub: "toxigen/toxigen-data"),
  ]

  private static let others: [String: BenchmarkEntry] = [
    "xstest": BenchmarkEntry("XSTest", .overRefusal, hub: "Paul/XSTest"),
    "xstest-safe": BenchmarkEntry(
      "XSTest, safe prompts",
      .overRefusal,
      hub: "Paul/XSTest",
      configuration: "safe"
    ),
    "jailbreakbench-benign": BenchmarkEntry("JailbreakBench, benign", .overRefusal),
    "or-bench": BenchmarkEntry("OR-Bench", .overRefusal, hub: "bench-llm/or-bench"),
    "cyberseceval-frr": BenchmarkEntry("CyberSecEval FRR", .overRefusal),
    "mmlu": BenchmarkEntry("MMLU", hub: "cais/mmlu"),
    "hellaswag": BenchmarkEntry("HellaSwag", hub: "Rowan/hellaswag"),
    "piqa": BenchmarkEntry("PIQA", hub: "ybisk/piqa"),
    "socialiqa": BenchmarkEntry("SocialIQA", hub: "allenai/social_i_qa"),
    "siqa": BenchmarkEntry("SocialIQA", hub: "allenai/social_i_qa"),
    "boolq": BenchmarkEntry("BoolQ", hub: "google/boolq"),
    "winogrande": BenchmarkEntry("WinoGrande", hub: "allenai/winogrande"),
    "commonsenseqa": BenchmarkEntry("CommonsenseQA", hub: "tau/commonsense_qa"),
    "openbookqa": BenchmarkEntry("OpenBookQA", hub: "allenai/openbookqa"),
    "arc-easy": BenchmarkEntry("ARC-e", hub: "allenai/ai2_arc", configuration: "ARC-Easy"),
    "arc-challenge": BenchmarkEntry(
      "ARC-c",
      hub: "allenai/ai2_arc",
      configuration: "ARC-Challenge"
    ),
    "triviaqa": BenchmarkEntry("TriviaQA", hub: "mandarjoshi/trivia_qa"),
    "natural-questions": BenchmarkEntry(
      "Natural Questions",
      hub: "google-research-datasets/nq_open"
    ),
    "humaneval": BenchmarkEntry("HumanEval", hub: "openai/openai_humaneval"),
    "mbpp": BenchmarkEntry("MBPP", hub: "google-research-datasets/mbpp"),
    "gsm8k": BenchmarkEntry("GSM8K", hub: "openai/gsm8k"),
    "math": BenchmarkEntry("MATH", hub: "hendrycks/competition_math"),
    "agieval": BenchmarkEntry("AGIEval"),
    "bbh": BenchmarkEntry("BIG-Bench", hub: "lukaemon/bbh"),
    "stereoset": BenchmarkEntry("StereoSet", hub: "McGill-NLP/stereoset"),
    "hatecheck": BenchmarkEntry("HateCheck", hub: "Paul/hatecheck"),
    "hatemojicheck": BenchmarkEntry("HatemojiCheck", hub: "HannahRoseKirk/HatemojiCheck"),
    "madlibs": BenchmarkEntry("Identity phrase templates"),
    "openai-moderation": BenchmarkEntry("OpenAI moderation set"),
    "toxicchat": BenchmarkEntry("ToxicChat", hub: "lmsys/toxic-chat"),
  ]

  /// The entry of an id; one that nobody knows is its own title.
  static func entry(_ id: String) -> BenchmarkEntry {
    if let row = row(of: id) { return rowEntries[row] }
    if let known = others[id] { return known }
    let isRefusal =
      id.contains("over-refusal") || id.contains("overrefusal") || id.hasSuffix("-frr")
    return BenchmarkEntry(id, isRefusal ? .overRefusal : .other)
  }

  /// Which of the ten rows an id stands in.
  static func row(of id: String) -> Int? { rows[id] }

  private static let rows = Dictionary(
    uniqueKeysWithValues: safetyRows.enumerated().flatMap { row, ids in ids.map { ($0, row) } }
  )

  /// The title of one of the ten rows.
  static func title(ofRow row: Int) -> String { rowEntries[row].title }
}
