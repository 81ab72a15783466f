import SafetyPolicy

/// Reads policies with everything that their digests cover.
package enum PolicyFile {
  /// Parses a policy and binds it to the lists and models it names.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - lexicons: Lexicon files that the policy does not name.
  ///   - auditSample: The share of documents that the cascade audits, in place of the policy's.
  ///   - data: The folder of the benchmarks that `contamination` looks for, in place of the policy's.
  /// - Returns: The policy under its final digest.
  /// - Throws: What reading, parsing and sealing throw.
  package static func read(
    _ path: String,
    lexicons: [String] = [],
    auditSample: Double? = nil,
    data: String? = nil
  ) throws -> CorpusPolicy {
    try parse(
      try InputFile.text(path),
      file: path,
      lexicons: lexicons,
      auditSample: auditSample,
      data: data
    )
  }

  /// The same for a text that is at hand.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: A name for errors.
  ///   - lexicons: As in `read`.
  ///   - auditSample: As in `read`.
  ///   - data: As in `read`.
  /// - Returns: The policy under its final digest.
  /// - Throws: What parsing and sealing throw.
  package static func parse(
    _ text: String,
    file: String,
    lexicons: [String] = [],
    auditSample: Double? = nil,
    data: String? = nil
  ) throws -> CorpusPolicy {
    var parser = CorpusPolicyParser(catalog: DetectorCatalog.descriptors)
    return try PolicySeal.seal(
      try parser.parse(text, file: file),
      lexicons: lexicons,
      auditSample: auditSample,
      data: data
    )
  }
}
