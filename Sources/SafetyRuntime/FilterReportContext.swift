import CorpusFiltering
import SafetyCore

/// Gathers what a report says beside its figures.
struct FilterReportContext {
  let request: FilterRequest
  let inputs: [ShardInput]
  let ignored: IgnoredInputs
  let statistics: RunStatistics
  let run: String
  let seconds: Double
  var examples: [ReportExample] = []
  var contamination: ContaminationFacts?
  var outputs: [ResultFile]?

  var context: ReportContext {
    let manifest = CanonicalValue.array(
      inputs.map { [.string($0.name), .integer($0.size), .string($0.sha256.hex)] }
    )
    var context = ReportContext(
      runID: run,
      toolVersion: request.version,
      commandLine: FilterCommandLine(request).text,
      policyName: request.policy.name,
      policyDigest: request.policy.digest.hex,
      policyWords: request.policy.words.rawValue,
      inputs: zip(inputs, statistics.shardTotals).map { input, totals in
        ReportContext.Input(
          name: input.name,
          size: input.size,
          sha256: input.sha256.hex,
          documents: totals.documents
        )
      },
      inputManifestDigest: Digest.sha256(manifest.canonicalJSON).hex,
      ignored: ignored,
      elapsedSeconds: seconds,
      bytesPerSecond: seconds > 0 ? Double(statistics.totals.bytes) / seconds : nil,
      generatedAt: request.clock(),
      examples: examples
    )
    context.contamination = contamination
    context.outputs = outputs
    return context
  }
}
