import ArgumentParser
import AuditLog
import SafetyRuntime

/// What the gate is asked about.
struct ReleaseOptions: ParsableArguments {
  @Option(help: Setting.releasePolicy.help("The policy of releases.")) var policy: String?
  @OptionGroup var log: AuditLogOption
  @Option(help: "The folder of the model.") var model: String
  @Option(help: "The folder with card.yaml, or a card with its bundle beside it.") var card: String?
  @Option(help: "A checkpoint that was kept outside the log.") var checkpoint: String?
  @Option(
    name: .customLong("audit-verifier"),
    help: "A public key, or its file, that must have signed the log; may be repeated."
  )
  var auditVerifier: [String] = []

  func request() throws -> ReleaseRequest {
    ReleaseRequest(
      policy: Setting.releasePolicy.value(given: policy),
      audit: log.path,
      model: model,
      card: card,
      checkpoint: checkpoint,
      auditKeys: try auditVerifier.map(KeyFile.verifier)
    )
  }
}
