import Diagnostics
import SafetyCore
import StrictJSON

/// Figures of another harness, read from its results and checked for what would make them no evidence.
package struct ImportedResults: Sendable, Hashable {
  /// What is read.
  package enum Format: String, Sendable, Hashable, CaseIterable {
    /// The results file of lm-evaluation-harness.
    case lmEval = "lm-eval"
    /// A log of Inspect in JSON.
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

  /// Reads a file of either format, which its members tell apart.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - file: A name for errors.
  ///   - run: The run that the figures are recorded under.
  ///   - options: What a person vouches for.
  /// - Throws: `json/…` for broken bytes, `evaluation/import` for a file of another shape,
  ///   `evaluation/import-refused` for results that are no evidence.
  package init(
    parsing bytes: [UInt8],
    file: String,
    run: String,
    options: Options = Options()
  ) throws {
    guard !bytes.starts(with: "PK".utf8) else {
      throw Diagnostic(
        Self.code,
        "the file is an archive",
        at: .init(file: file),
        hint: "write it as JSON by `inspect log convert --to json`"
      )
    }
    let limits = JSONLimits(bytes: Self.maximumBytes, depth: 64)
    let value = try JSONValue(parsing: bytes, file: file, limits: limits)
    let fields = try JSONFields(value, file: file, code: Self.code)
    if fields.value("eval") != nil, fields.value("status") != nil {
      format = .inspect
      (metrics, accepted) = try InspectLog(fields, options).figures(run: run)
    } else if fields.value("results") != nil, fields.value("config") != nil {
      format = .lmEval
      (metrics, accepted) = try LMEvalResults(fields, options).figures(run: run)
    } else {
      throw Diagnostic(
        Self.code,
        "the file is neither results of lm-eval nor a log of Inspect",
        at: .init(file: file),
        hint: "lm-eval writes `results_….json`; Inspect logs have `eval` and `status`"
      )
    }
    guard let first = metrics.first else {
      throw Diagnostic(Self.code, "the file holds no figure", at: .init(file: file))
    }
    harness = first.subject.harness
  }

  /// The event that goes before the figures.
  package func event(run: String, fileSHA256: Digest) -> EvaluationImport {
    EvaluationImport(
      run: run,
      format: format.rawValue,
      fileSHA256: fileSHA256,
      harness: harness,
      figures: metrics.count,
      accepted: accepted
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
