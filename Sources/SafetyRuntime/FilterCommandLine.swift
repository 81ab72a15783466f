import SafetyCore

/// The command that gives a run's results again, as it would be typed.
///
/// Without the output folder, the audit log and the number of workers, which change no result.
struct FilterCommandLine {
  private let request: FilterRequest

  init(_ request: FilterRequest) { self.request = request }

  var text: String {
    let options = request.options
    var words = ["gemma-safety", "filter"] + request.paths
    if let policy = request.policyArgument { words += ["--policy", policy] }
    words += request.lexicons.flatMap { ["--lexicon", $0] }
    if let sample = request.auditSample { words += ["--audit-sample", decimal(sample)] }
    if let data = request.benchmarkData { words += ["--data", data] }
    words += request.include.flatMap { ["--include", $0] }
    words += request.exclude.flatMap { ["--exclude", $0] }
    if let format = request.format { words += ["--format", format.rawValue] }
    for (name, field, standard) in [
      ("--text-field", options.textField, "text"), ("--id-field", options.idField, "id"),
      ("--url-field", options.urlField, "url"),
    ] where field.description != standard {
      words += [name, field.description]
    }
    if request.sample < 1 { words += ["--sample", decimal(request.sample)] }
    if let compression = request.compression { words += ["--compress", compression.rawValue] }
    if !request.includesRemovedText { words.append("--no-removed-text") }
    if !request.storesMeasurements { words.append("--no-measurements") }
    if request.writesAttributes { words.append("--attributes") }
    return words.map(Self.quoted).joined(separator: " ")
  }

  /// In single quotes where a shell would read more into a word than its letters.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "-_./:=@%+,".unicodeScalars.contains(scalar)
    }
    guard !isPlain || word.isEmpty else { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
