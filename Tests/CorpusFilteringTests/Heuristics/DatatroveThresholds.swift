/// The defaults of datatrove 0.10.1 and of Dolma's v1.5 web mix in the order in which they are asked.
struct DatatroveThresholds {
  struct Limit {
    let rule: String
    let isMinimum: Bool
    let threshold: Double
    /// What datatrove says when it drops a document for this.
    let reason: String
  }

  static let filters: [String: [Limit]] = [
    "gopher-quality": [
      least("gopher-quality/word-count", 50, "gopher_short_doc"),
      most("gopher-quality/word-count", 100_000, "gopher_long_doc"),
      least("gopher-quality/mean-word-length", 3, "gopher_below_avg_threshold"),
      most("gopher-quality/mean-word-length", 10, "gopher_above_avg_threshold"),
      most("gopher-quality/hash-ratio", 0.1, "gopher_too_many_hashes"),
      most("gopher-quality/ellipsis-ratio", 0.1, "gopher_too_many_ellipsis"),
      most("gopher-quality/bullet-lines", 0.9, "gopher_too_many_bullets"),
      most("gopher-quality/ellipsis-lines", 0.3, "gopher_too_many_end_ellipsis"),
      least("gopher-quality/alphabetic-words", 0.8, "gopher_below_alpha_threshold"),
      least("gopher-quality/stop-words", 2, "gopher_enough_stop_words"),
    ],
    "gopher-repetition": [
      most("gopher-repetition/duplicate-paragraphs", 0.3, "dup_para_frac"),
      most("gopher-repetition/duplicate-paragraph-characters", 0.2, "dup_para_char_frac"),
      most("gopher-repetition/duplicate-lines", 0.3, "dup_line_frac"),
      most("gopher-repetition/duplicate-line-characters", 0.2, "dup_line_char_frac"),
      most("gopher-repetition/top-2-gram", 0.2, "top_2_gram"),
      most("gopher-repetition/top-3-gram", 0.18, "top_3_gram"),
      most("gopher-repetition/top-4-gram", 0.16, "top_4_gram"),
      most("gopher-repetition/duplicate-5-grams", 0.15, "duplicated_5_n_grams"),
      most("gopher-repetition/duplicate-6-grams", 0.14, "duplicated_6_n_grams"),
      most("gopher-repetition/duplicate-7-grams", 0.13, "duplicated_7_n_grams"),
      most("gopher-repetition/duplicate-8-grams", 0.12, "duplicated_8_n_grams"),
      most("gopher-repetition/duplicate-9-grams", 0.11, "duplicated_9_n_grams"),
      most("gopher-repetition/duplicate-10-grams", 0.10, "duplicated_10_n_grams"),
    ],
    "c4": c4("c4"),
    "c4-lenient": c4("c4-lenient"),
    "fineweb": [
      least("fineweb/terminated-lines", 0.12, "line_punct_ratio"),
      most("fineweb/short-lines", 0.67, "short_line_ratio"),
      most("fineweb/duplicate-line-characters", 0.01, "char_dup_ratio"),
      most("fineweb/newlines-per-word", 0.3, "list_ratio"),
    ],
    "dolma-quality": [
      least("dolma-gopher/word-count", 50, "word_count"),
      most("dolma-gopher/word-count", 100_000, "word_count"),
      least("dolma-gopher/median-word-length", 3, "median_word_length"),
      most("dolma-gopher/median-word-length", 10, "median_word_length"),
      most("dolma-gopher/symbol-words", 0.1, "symbol_to_word_ratio"),
      most("dolma-gopher/bullet-lines", 0.9, "fraction_of_lines_starting_with_bullet_point"),
      most("dolma-gopher/ellipsis-lines", 0.3, "fraction_of_lines_ending_with_ellipsis"),
      least("dolma-gopher/alphabetic-words", 0.8, "fraction_of_words_with_alpha_character"),
      least("dolma-gopher/stop-words", 2, "required_word_count"),
    ],
    "dolma-repetition": [
      most("dolma-gopher/duplicate-lines", 0.3, "fraction_of_duplicate_lines"),
      most(
        "dolma-gopher/duplicate-line-characters",
        0.3,
        "fraction_of_characters_in_duplicate_lines"
      ),
    ]
      + zip(2...4, [0.2, 0.18, 0.16]).map { n, limit in
        most(
          "dolma-gopher/top-\(n)-gram",
          limit,
          "fraction_of_characters_in_most_common_\(n)grams"
        )
      }
      + zip(5...10, [0.15, 0.14, 0.13, 0.12, 0.11, 0.1]).map { n, limit in
        most(
          "dolma-gopher/duplicate-\(n)-grams",
          limit,
          "fraction_of_characters_in_duplicate_\(n)grams"
        )
      },
  ]

  private static func c4(_ prefix: String) -> [Limit] {
    [
      most("\(prefix)/lorem-ipsum", 0, "lorem_ipsum"),
      most("\(prefix)/curly-bracket", 0, "curly_bracket"),
      least("\(prefix)/sentences", 5, "too_few_sentences"),
    ]
  }

  private static func least(_ rule: String, _ threshold: Double, _ reason: String) -> Limit {
    Limit(rule: rule, isMinimum: true, threshold: threshold, reason: reason)
  }

  private static func most(_ rule: String, _ threshold: Double, _ reason: String) -> Limit {
    Limit(rule: rule, isMinimum: false, threshold: threshold, reason: reason)
  }

  /// Whether a value is within every limit on its rule.
  static func passes(_ rule: String, _ value: Double) -> Bool {
    limits[rule, default: []].allSatisfy {
      $0.isMinimum ? value >= $0.threshold : value <= $0.threshold
    }
  }

  private static let limits = Dictionary(grouping: filters.values.joined(), by: \.rule)

  /// The first reason, or `keep`; a value that was not recorded fails.
  static func verdict(of filter: String, on values: [String: Double]) -> String {
    for limit in filters[filter] ?? [] {
      let value = values[limit.rule] ?? .nan
      let passes = limit.isMinimum ? value >= limit.threshold : value <= limit.threshold
      if !passes { return limit.reason }
    }
    return "keep"
  }
}
