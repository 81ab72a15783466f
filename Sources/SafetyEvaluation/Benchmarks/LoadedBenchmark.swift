import SafetyCore

/// A benchmark with its questions.
package struct LoadedBenchmark: Sendable {
  package var description: BenchmarkDescription
  package var records: [BenchmarkRecord]
  /// Worked examples to put ahead of questions.
  package var examples: WorkedExamples
  /// Over all files that were read.
  package var dataSHA256: Digest
}
