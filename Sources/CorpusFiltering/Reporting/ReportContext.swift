/// What a report says beside its figures: which run, which inputs, under which policy.
package struct ReportContext: Sendable {
  /// One input shard as the manifest names it.
  package struct Input: Sendable, Hashable {
    package var name: String
    /// Bytes of the file as it lies on disk.
    package var size: Int
    /// 64 hexadecimal digits.
    package var sha256: String
    package var documents: Int

    package init(name: String, size: Int, sha256: String, documents: Int) {
      self.name = name
      self.size = size
      self.sha256 = sha256
      self.documents = documents
    }
  }

  package var runID: String
  package var toolVersion: String
  /// Without what differs between equal runs, such as the number of workers.
  package var commandLine: String
  package var policyName: String
  package var policyDigest: String
  /// `whitespace` or `unicode`.
  package var policyWords: String
  package var inputs: [Input]
  package var inputManifestDigest: String?
  /// Beside the inputs; without the folder of the results.
  package var ignored: IgnoredInputs
  /// Shown in the HTML only; the JSON is the same however long a run took.
  package var elapsedSeconds: Double?
  package var bytesPerSecond: Double?
  package var generatedAt: String?
  package var examples: [ReportExample]
  /// What was looked for by `contamination`; nil where the policy has no such detector.
  package var contamination: ContaminationFacts?
  /// What the run wrote beside its reports; nil where nobody looked.
  package var outputs: [ResultFile]?

  package init(
    runID: String,
    toolVersion: String,
    commandLine: String,
    policyName: String,
    policyDigest: String,
    policyWords: String,
    inputs: [Input],
    inputManifestDigest: String? = nil,
    ignored: IgnoredInputs = IgnoredInputs(),
    elapsedSeconds: Double? = nil,
    bytesPerSecond: Double? = nil,
    generatedAt: String? = nil,
    examples: [ReportExample] = []
  ) {
    self.runID = runID
    self.toolVersion = toolVersion
    self.commandLine = commandLine
    self.policyName = policyName
    self.policyDigest = policyDigest
    self.policyWords = policyWords
    self.inputs = inputs
    self.inputManifestDigest = inputManifestDigest
    self.ignored = ignored
    self.elapsedSeconds = elapsedSeconds
    self.bytesPerSecond = bytesPerSecond
    self.generatedAt = generatedAt
    self.examples = examples
  }
}
