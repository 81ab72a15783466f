import ArgumentParser

struct DecontaminateCommand: FilterPurpose {
  static let configuration = CommandConfiguration(
    commandName: "decontaminate",
    abstract: "Take what evaluations will ask out of a corpus, and say which scores are suspect.",
    discussion: """
      The command `filter` under the shipped policy `decontaminate`: documents that hold 13 words in a \
      row of an item of a benchmark are removed. The benchmarks are those of `evaluate list`; their \
      files are read from --data, else from the folder of the setting `data`. Those whose files are \
      absent are named in the report, the audit log and the notes.

      Examples:
        gemma-safety decontaminate corpus/ --data benchmark-data -o clean
        gemma-safety decontaminate corpus/ --data benchmark-data --dry-run
        gemma-safety decontaminate corpus/ --policy mine.yaml -o clean --resume

      Exit codes: 0 done, 2 failed (or, with --strict, something went to quarantine), \
      130 interrupted.
      """
  )
  static let policy = "decontaminate"

  @OptionGroup var filter: FilterCommand
}
