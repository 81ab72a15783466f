/// The first event of a run: what was started, on what, under which policy.
package struct RunBegin: EventBody {
  package static let kind = "run.begin"

  package var run: String
  /// The command without its paths, such as `filter`.
  package var command: String
  /// The version of gemma-safety.
  package var version: String
  /// Operating system, processor family and core count; never the machine's name.
  package var hostClass: String
  package var policyDigest: Digest
  package var policyName: String
  /// Every input file in the order it is read.
  package var inputs: [ShardInput]
  /// Options that change the outcome.
  package var options: [String: CanonicalValue]
  /// The rules of the policy that do more than measure; nil in runs of versions that did not say.
  package var acting: [String]?

  package init(
    run: String,
    command: String,
    version: String,
    hostClass: String,
    policyDigest: Digest,
    policyName: String,
    inputs: [ShardInput],
    options: [String: CanonicalValue] = [:],
    acting: [String]? = nil
  ) {
    self.run = run
    self.command = command
    self.version = version
    self.hostClass = hostClass
    self.policyDigest = policyDigest
    self.policyName = policyName
    self.inputs = inputs
    self.options = options
    self.acting = acting
  }

  package var members: [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "command": .string(command), "version": .string(version), "host_class": .string(hostClass),
      "policy": ["name": .string(policyName), "sha256": .string(policyDigest.hex)],
      "inputs": .array(inputs.map(\.value)), "options": .object(options),
    ]
    members["acting"] = acting.map { .array($0.map { .string($0) }) }
    return members
  }

  package init(reading members: EventMembers) throws {
    let policy = try members.object("policy")
    self.init(
      run: try members.string("run"),
      command: try members.string("command"),
      version: try members.string("version"),
      hostClass: try members.string("host_class"),
      policyDigest: try policy.digest("sha256"),
      policyName: try policy.string("name"),
      inputs: try members.objects("inputs").map { try ShardInput(reading: $0) },
      options: try members.dictionary("options"),
      acting: try members.optionalTexts("acting")
    )
  }
}
