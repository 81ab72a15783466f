import Diagnostics

/// Something that people say once for a project: in the environment or in `gemma-safety.yaml`.
///
/// The one place that knows names, values and defaults; commands, `--help` and `config show` ask it.
package enum Setting: String, Sendable, CaseIterable {
  case home
  case model
  case precision
  case threads
  case guardPolicy = "guard-policy"
  case corpusPolicy = "corpus-policy"
  case releasePolicy = "release-policy"
  case classifier
  case workers
  case data
  case audit
  case auditKey = "audit-key"
  case cardFolder = "card-folder"
  case upstreamKey = "upstream-key-file"
  case judgeKey = "judge-key-file"
  case adminToken = "admin-token-file"
  case sealKey = "seal-key-file"
  case color

  /// What a value may be.
  package enum Kind: Sendable, Hashable {
    /// A file or a folder.
    case path
    /// A file or a folder, or the name of something that comes with the program.
    case pathOrName
    case count(ClosedRange<Int>)
    case choice([String])
    /// A file with a secret; the variable holds the secret itself, which is never shown.
    case secretFile
  }

  /// As `gemma-safety.yaml` and `config show` write it.
  package var name: String { rawValue }

  /// The variable of the environment, such as `GEMMA_SAFETY_GUARD_POLICY`.
  package var variable: String {
    let name = kind == .secretFile ? String(rawValue.dropLast("-file".count)) : rawValue
    return "GEMMA_SAFETY_"
      + name.uppercased().split(separator: "-").joined(separator: "_")
  }

  package var kind: Kind {
    switch self {
    case .home, .releasePolicy, .data, .audit, .auditKey, .cardFolder: .path
    case .model, .guardPolicy, .corpusPolicy, .classifier: .pathOrName
    case .threads, .workers: .count(1...256)
    case .precision: .choice(ModelPrecision.allCases.map(\.rawValue))
    case .color: .choice(["auto", "always", "never"])
    case .upstreamKey, .judgeKey, .adminToken, .sealKey: .secretFile
    }
  }

  /// The value where nobody gives one; nil where it hangs on the machine, the command or nothing.
  package var standard: String? {
    switch self {
    case .model: ModelLibrary.standard
    case .precision: ModelPrecision.stored.rawValue
    case .releasePolicy: "release.yaml"
    case .classifier: ClassifierChoice.standard
    case .data: BenchmarkLibrary.standardData
    case .cardFolder: CardFolder.standard
    case .color: "auto"
    default: nil
    }
  }

  /// What holds where nobody gives a value, in words where there is no `standard`.
  package var standardPhrase: String {
    if let standard { return standard }
    switch self {
    case .home: return "beside the program"
    case .threads, .workers: return "one for each core"
    case .guardPolicy: return "none; default in chat"
    case .corpusPolicy: return "corpus.yaml as shipped"
    case .audit: return "filtered/audit.sqlite or audit.sqlite"
    default: return "none"
    }
  }

  /// What it is, in a phrase.
  package var meaning: String {
    switch self {
    case .home: "the folder with policies/, classifiers/, benchmarks/ and models/"
    case .model: "the model that computes: a folder, a .gguf file or a shipped model"
    case .precision: "how a model's weights are kept"
    case .threads: "threads of a model"
    case .guardPolicy: "the policy around a model: a file or a shipped one"
    case .corpusPolicy: "the policy of a filter: a file or a recipe"
    case .releasePolicy: "the policy of releases"
    case .classifier: "the classifier that scores texts: a folder or a shipped one"
    case .workers: "threads of a filter or a classifier"
    case .data: "the folder of the benchmarks' files"
    case .audit: "the audit log, one for everything"
    case .auditKey: "the file of the private key that signs audit logs"
    case .cardFolder: "the folder with card.yaml and the sections"
    case .upstreamKey: "the file of the key of the server that --upstream names"
    case .judgeKey: "the file of the key of the server that --judge-url names"
    case .adminToken: "the file of the token of the listener for /admin"
    case .sealKey: "the file of the key of the seals of turns"
    case .color: "colour on a terminal"
    }
  }

  /// Whether a sign could make a value look like another one, or like another line, where it is shown.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    default: return properties.isBidiControl
    }
  }

  /// What is wrong with a value that has such a sign.
  static let hiddenPhrase = "holds a line feed, a control character or a direction mark"
}
