import Diagnostics
import SafetyCore
import StrictJSON

/// Figures of another harness, read from its results and checked for what would make them no evidence.
package struct ImportedResults: Sendable, Hashable {
  /// What is read.
  package enum Format: String, Sendable, Hashable, CaseIterable {
    /// The results file of lm-evaluation-harness.
    case lmEval = "lm-eval"
    /// A log of Inspect.
    case inspect
  }

  /// What a person may vouch for.
  package struct Options: Sendable, Hashable {
    /// Takes figures of a run that was limited to part of a set; the limit is recorded.
    package var allowsLimit: Bool
    /// The model's digest as OpenSSF model signing has it, which no harness knows.
    package var modelSHA256: Digest?
    /// Names of ours for tasks of theirs.
    package var names: [String: String]

    package init(
      allowsLimit: Bool = false,
      modelSHA256: Digest? = nil,
      names: [String: String] = [:]
    ) {
      self.allowsLimit = allowsLimit
      self.modelSHA256 = modelSHA256
      self.names = names
    }
  }

  /// A results file is text of some megabytes; logs with every sample are larger.
  package static let maximumBytes = 256 << 20
  static let code: Diagnostic.Code = "evaluation/import"

  package let format: Format
  package let harness: String
  package let metrics: [MetricEvent]
  /// Words for what was accepted on a person's word.
  package let accepted: [String]
  /// Figures that are no number in the file, by benchmark and name; no event is made of them.
  package let undefined: [String]

  /// Reads a file of either format, which its members tell apart.
  ///
  /// - Parameters:
  ///   - bytes: The whole file, or the header of an archive.
  ///   - file: A name for errors.
  ///   - run: The run that the figures are recorded under.
  ///   - now: In seconds since 1970; results from later than a day after it are refused.
  ///   - options: What a person vouches for.
  /// - Throws: `json/…` for broken bytes, `evaluation/import` for a file of another shape,
  ///   `evaluation/import-refused` for results that are no evidence.
  package init(
    parsing bytes: [UInt8],
    file: String,
    run: String,
    now: Int,
    options: Options = Options()
  ) throws {
    let fields = try Self.fields(of: bytes, file: file)
    let found: ImportedFigures
    if fields.value("eval") != nil, fields.value("status") != nil {
      format = .inspect
      found = try InspectLog(fields, options, now: now).figures(run: run)
    } else if fields.value("results") != nil, fields.value("config") != nil {
      format = .lmEval
      found = try LMEvalResults(fields, options, now: now).figures(run: run)
    } else {
      throw Diagnostic(
        Self.code,
        "the file is neither results of lm-eval nor a log of Inspect",
        at: .init(file: file),
        hint: "lm-eval writes `results_….json`; Inspect logs have `eval` and `status`"
      )
    }
    guard let first = found.metrics.first else {
      throw Diagnostic(Self.code, "the file holds no figure", at: .init(file: file))
    }
    try Self.refuseStrangers(options.names, tasks: found.tasks, file: file)
    try Self.refuseTwins(in: found.metrics, file: file)
    (metrics, accepted) = (found.metrics, found.accepted.sorted())
    undefined = found.undefined
    harness = first.subject.harness
  }

  /// The members of a file whose figures may be no numbers, as Python writes them.
  private static func fields(of bytes: [UInt8], file: String) throws -> JSONFields {
    let limits = JSONLimits(bytes: maximumBytes, depth: 64, allowsNonFinite: true)
    do {
      return try JSONFields(
        JSONValue(parsing: bytes, file: file, limits: limits),
        file: file,
        code: code
      )
    } catch let problem as Diagnostic where problem.code == "json/trailing-bytes" {
      throw Diagnostic(
        code,
        "the file holds more than one value, as the samples that lm-eval logs do",
        at: .init(file: file),
        hint: "import the `results_….json` that stands beside them"
      )
    }
  }

  /// A name for a task that is not there is one that was meant for another.
  private static func refuseStrangers(
    _ names: [String: String],
    tasks: Set<String>,
    file: String
  ) throws {
    guard let name = names.keys.sorted().first(where: { !tasks.contains($0) }) else { return }
    let known = tasks.sorted().prefix(8).map { "`\($0.prefix(80))`" }.joined(separator: ", ")
    throw Diagnostic(
      code,
      "the file has no task `\(name.prefix(80))`, for which a name was given",
      at: .init(file: file),
      hint: "it has \(known)"
    )
  }

  /// Two values of one figure would leave open which is meant.
  private static func refuseTwins(in metrics: [MetricEvent], file: String) throws {
    var seen: Set<[String]> = []
    for metric in metrics where !seen.insert([metric.benchmark, metric.metric]).inserted {
      throw refusal(
        "`\(metric.metric.prefix(80))` of `\(metric.benchmark.prefix(80))` stands there twice",
        file: file,
        hint: "`--name task=id` records every task under an id of its own"
      )
    }
  }

  /// The event that goes before the figures.
  package func event(run: String, fileSHA256: Digest) -> EvaluationImport {
    EvaluationImport(
      run: run,
      format: format.rawValue,
      fileSHA256: fileSHA256,
      harness: harness,
      figures: metrics.count,
      accepted: accepted,
      undefined: undefined
    )
  }

  /// An error about results of part of a set that nobody vouched for.
  static func limitRefusal(_ message: String, file: String) -> Diagnostic {
    refusal(
      message,
      file: file,
      hint: "`--allow-limited` takes it and records the limit with every figure"
    )
  }

  /// An error about results that were read and are no evidence.
  static func refusal(_ message: String, file: String, hint: String? = nil) -> Diagnostic {
    Diagnostic("evaluation/import-refused", message, at: .init(file: file), hint: hint)
  }

  /// Of a part of the file: its digest as canonical JSON.
  static func digest(of value: JSONValue?) -> Digest {
    .sha256(CanonicalValue(value ?? .null).canonicalJSON)
  }
}

extension CanonicalValue {
  /// The same value with fractions as decimal strings, which canonical values are without.
  init(_ value: JSONValue) {
    self =
      switch value {
      case .null: .null
      case .boolean(let truth): .boolean(truth)
      case .integer(let number): .integer(number)
      // A writer may give 1.0 or 1 for the same number.
      case .number(let number):
        Int(exactly: number).map { .integer($0) } ?? .string(decimal(number))
      case .string(let text): .string(text)
      case .array(let items): .array(items.map { CanonicalValue($0) })
      case .object(let members): .object(members.mapValues { CanonicalValue($0) })
      }
  }
}
