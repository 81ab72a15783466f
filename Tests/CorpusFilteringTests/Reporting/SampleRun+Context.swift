import CorpusFiltering

extension SampleRun {
  static func context(elapsed: Double? = nil) -> ReportContext {
    ReportContext(
      runID: "sample-0001",
      toolVersion: "0.1.0",
      commandLine: "gemma-safety filter examples/corpus --policy policies/corpus.yaml",
      policyName: "corpus",
      policyDigest: String(repeating: "5c", count: 32),
      policyWords: "whitespace",
      inputs: shards.enumerated().map {
        .init(
          name: $1,
          size: 48_213 + $0 * 9_000,
          sha256: String(repeating: "a\($0)", count: 32),
          documents: 0
        )
      },
      inputManifestDigest: String(repeating: "7e", count: 32),
      elapsedSeconds: elapsed,
      bytesPerSecond: elapsed.map { 120_000_000 / $0 }
    )
  }
}
