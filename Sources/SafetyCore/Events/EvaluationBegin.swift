/// The first event of one benchmark within a run of evaluations.
package struct EvaluationBegin: EventBody {
  package static let kind = "evaluation.begin"

  package var run: String
  /// The benchmark's id, such as `crows-pairs`.
  package var benchmark: String
  package var subject: EvaluationSubject
  /// Operating system, processor family and core count; never the machine's name.
  package var hostClass: String
  /// How many items are to be evaluated.
  package var items: Int
  /// Of the program's executable, which tells one build of a version from another; nil where it is unknown.
  package var programSHA256: Digest?

  package init(
    run: String,
    benchmark: String,
    subject: EvaluationSubject,
    hostClass: String,
    items: Int,
    programSHA256: Digest? = nil
  ) {
    self.run = run
    self.benchmark = benchmark
    self.subject = subject
    self.hostClass = hostClass
    self.items = items
    self.programSHA256 = programSHA256
  }

  package var members: [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "benchmark": .string(benchmark), "subject": subject.value, "host_class": .string(hostClass),
      "items": .integer(items),
    ]
    members["program_sha256"] = programSHA256.map { .string($0.hex) }
    return members
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      benchmark: try members.string("benchmark"),
      subject: try EvaluationSubject(reading: members.object("subject")),
      hostClass: try members.string("host_class"),
      items: try members.count("items"),
      programSHA256: try members.optionalDigest("program_sha256")
    )
  }
}
