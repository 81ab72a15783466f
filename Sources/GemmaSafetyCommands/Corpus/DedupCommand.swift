import ArgumentParser

struct DedupCommand: FilterPurpose {
  static let configuration = CommandConfiguration(
    commandName: "dedup",
    abstract: "Remove exact and near copies of documents and say which one each repeats.",
    discussion: """
      The command `filter` under the shipped policy `dedup`: the first copy in input order stays, and \
      a document that shares more than 0.7 of its n-grams of five words with it goes. Another policy \
      can be given with --policy; `audit why` names the document that stays.

      Examples:
        gemma-safety dedup corpus/ -o deduplicated
        gemma-safety dedup corpus/ -o deduplicated --resume
        gemma-safety dedup corpus/ --dry-run --json
        gemma-safety dedup corpus/ --policy my-dedup.yaml -o deduplicated

      Exit codes: 0 done, 2 failed (or, with --strict, something went to quarantine), \
      130 interrupted.
      """
  )
  static let policy = "dedup"

  @OptionGroup var filter: FilterCommand
}
