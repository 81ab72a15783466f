import Compression
import CorpusFiltering
import Diagnostics
import SafetyPolicy

/// Decides a finished run again from its stored values.
package enum WhatIfSession {
  /// Compares what a run did with what a policy would have done.
  ///
  /// - Parameters:
  ///   - results: The folder of the run's results.
  ///   - policy: The policy to decide under.
  /// - Returns: The difference; about a second for a million documents.
  /// - Throws: `what-if/no-measurements`, `what-if/rule-not-measured`, `measurements/damaged`.
  package static func compare(results: String, with policy: CorpusPolicy) throws -> WhatIfReport {
    guard PartialFile.isPublished(folder: results, name: FilterRun.measurementsName) else {
      throw Diagnostic(
        "what-if/no-measurements",
        "the folder holds no measurements of a finished run",
        at: .init(file: "\(results)/\(FilterRun.measurementsName)"),
        hint: "finish the run, or filter without --no-measurements"
      )
    }
    let path = "\(results)/\(FilterRun.measurementsName)"
    let source = try ByteSource(path: path)
    var reader = try StoredMeasurementsReader(name: path) { count in
      try read(source, count)
    }
    return try WhatIf.run(policy: policy, reader: &reader)
  }

  /// Up to so many of the next bytes; fewer only at the end.
  private static func read(_ source: ByteSource, _ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      var result: Result<Int, Diagnostic> = .success(0)
      bytes.withUnsafeMutableBytes { buffer in
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        do throws(Diagnostic) {
          result = .success(try source.read(into: rest))
        } catch {
          result = .failure(error)
        }
      }
      let got = try result.get()
      guard got > 0 else { break }
      filled += got
    }
    return Array(bytes.prefix(filled))
  }
}
