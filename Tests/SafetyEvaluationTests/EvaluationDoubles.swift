import Foundation
import SafetyCore
import SafetyEvaluation
import Synchronization

/// Benchmark files that a test makes up.
struct MadeUpFiles: BenchmarkFiles {
  struct Unreadable: Error {}

  var contents: [String: String]
  let root = "data"

  init(_ contents: [String: String]) { self.contents = contents }

  func names(in folder: String) throws -> [String] {
    let above = folder.split(separator: "/")
    return Array(
      Set(
        contents.keys.compactMap { path in
          let parts = path.split(separator: "/")
          guard parts.count > above.count, parts.starts(with: above) else { return nil }
          return String(parts[above.count])
        }
      )
    )
  }

  func read(_ path: String, maximum: Int) throws -> [UInt8] {
    guard let text = contents[path] else { throw Unreadable() }
    return Array(text.utf8)
  }
}

/// A model whose opinion can be computed by hand: it likes silver, and short continuations.
///
/// A continuation has minus its length in characters, ten more for each `silver` in front of its end,
/// and one more for each in the context where it says yes. Words are tokens.
final class SilverModel: LikelihoodModel {
  private let calls = Mutex([LikelihoodRequest]())
  var asked: [LikelihoodRequest] { calls.withLock { $0 } }

  func likelihoods(of requests: [LikelihoodRequest]) async throws -> [[ContinuationLikelihood]] {
    calls.withLock { $0 += requests }
    return requests.map { request in
      request.continuations.map { continuation in
        let inContext = Self.silver(request.context)
        let agrees = continuation.contains("yes") ? inContext : 0
        let liking = 10 * (inContext + Self.silver(continuation)) + agrees
        return ContinuationLikelihood(
          logLikelihood: Double(liking - continuation.unicodeScalars.count),
          tokens: continuation.split(separator: " ").count
        )
      }
    }
  }

  private static func silver(_ text: String) -> Int { text.ranges(of: "silver").count }
}

/// A log in memory that can refuse to go on.
final class MemorySink: DecisionSink {
  struct Full: Error {}

  private let kept = Mutex([DecisionRecord]())
  /// Events after which nothing is taken.
  private let room: Int

  init(room: Int = .max) { self.room = room }

  var records: [DecisionRecord] { kept.withLock { $0 } }

  func append(_ records: [DecisionRecord], run: String, state: [UInt8]?) throws {
    try kept.withLock { kept in
      guard kept.count + records.count <= room else { throw Full() }
      kept += records
    }
  }

  func bodies<Body: EventBody>(_ kind: Body.Type) throws -> [Body] {
    try records.filter { $0.kind == Body.kind }.map { record in
      var body = record.body
      body["kind"] = .string(record.kind)
      body["run"] = .string(record.run)
      return try Body(CanonicalValue.object(body))
    }
  }
}

/// The descriptions that come with the program.
enum ShippedBenchmarks {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "benchmarks")

  static func read(_ id: String) throws -> BenchmarkDescription {
    let file = folder.appending(path: "\(id).yaml")
    return try BenchmarkParser.parse(String(contentsOf: file, encoding: .utf8), file: "\(id).yaml")
  }

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }
}

extension EvaluationSubject {
  static let test = EvaluationSubject(
    model: "silver",
    modelSHA256: nil,
    dataSHA256: .sha256([]),
    protocolSHA256: .sha256([]),
    seed: 3,
    harness: "test"
  )
}

extension EvaluationRunner {
  /// A runner of a test.
  init(_ benchmark: PreparedBenchmark, _ model: SilverModel, _ sink: MemorySink) {
    self.init(
      benchmark,
      models: EvaluationModels(likelihood: model),
      subject: .test,
      run: "run",
      hostClass: "test",
      sink: sink
    )
  }
}
