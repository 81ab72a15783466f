import AuditLog
import Diagnostics
import FuzzSupport
import SafetyCore
import Testing

@Suite struct EvidenceTests {
  private let signer = NoteSigner(name: "release", key: .random())

  private func metric(_ benchmark: String, _ value: String) -> MetricEvent {
    MetricEvent(
      run: "e1",
      benchmark: benchmark,
      metric: "accuracy",
      value: value,
      interval: .init(low: "0.1", high: "0.9", level: "0.95", method: "wilson"),
      count: 40,
      direction: .higher,
      subject: EvaluationSubject(
        model: "kettle-1",
        modelSHA256: Digest.sha256([1]),
        dataSHA256: Digest.sha256([2]),
        protocolSHA256: Digest.sha256([3]),
        seed: 7,
        harness: "0.1.0"
      )
    )
  }

  /// A log with a filter run, metrics and another run behind them.
  private func bundle(_ log: TestLog, metrics: Int = 5, signed: Bool = true) throws
    -> EvidenceBundle
  {
    try log.fill(documents: 30)
    let open = try log.open(signer: signed ? signer : nil)
    for index in 0..<metrics {
      let record = metric("set-\(index)", "0.\(index + 1)").record
      try open.append([record], run: "e1", state: nil)
    }
    try open.append(SampleRun.records("r9", documents: 3), run: "r9", state: nil)
    let bundle = try open.evidence(kinds: ["metric", "run.end"])
    try open.close()
    return bundle
  }

  @Test func `proves every figure from bundle and key alone`() throws {
    let log = try TestLog()
    let written = try bundle(log)
    let bytes = written.value.canonicalJSON
    let read = try EvidenceBundle(parsing: bytes, file: "card.evidence.json")
    #expect(read == written)
    let report = try read.verify(keys: [signer.verifier])
    #expect(report.outcome == .ok)
    #expect(report.signedBy == [signer.verifier])
    let metrics = try read.events(MetricEvent.self)
    #expect(metrics.map(\.body.benchmark) == (0..<5).map { "set-\($0)" })
    #expect(metrics.map(\.body.value) == ["0.1", "0.2", "0.3", "0.4", "0.5"])
    #expect(metrics.allSatisfy { $0.time == "2026-01-31T12:00:00Z" })
    #expect(try read.events(RunEnd.self).map(\.body.run) == ["r0", "r9"])
  }

  @Test func `believes no bundle without the key that signed it`() throws {
    let log = try TestLog()
    let signed = try bundle(log)
    #expect(try signed.verify(keys: []).outcome == .unverifiable)
    let stranger = NoteSigner(name: "stranger", key: .random()).verifier
    #expect(try signed.verify(keys: [stranger]).outcome == .unverifiable)
    let impostor = NoteSigner(name: "release", key: .random()).verifier
    #expect(try signed.verify(keys: [impostor]).outcome == .unverifiable)
    let unsigned = try bundle(TestLog(), signed: false)
    #expect(try unsigned.verify(keys: [signer.verifier]).outcome == .unverifiable)
  }

  @Test func `names the events that were edited, swapped or moved`() throws {
    let log = try TestLog()
    let whole = try bundle(log)
    let places = whole.items.indices.filter { (try? whole.items[$0].event().kind) == "metric" }
    var edited = whole
    let text = String(decoding: edited.items[places[2]].body, as: UTF8.self)
    edited.items[places[2]].body = Array(text.replacing("\"0.3\"", with: "\"0.4\"").utf8)
    #expect(edited.items[places[2]].body != whole.items[places[2]].body)
    var report = try edited.verify(keys: [signer.verifier])
    #expect(report.outcome == .tampered)
    #expect(report.unproved == [whole.items[places[2]].index])

    var swapped = whole
    swapped.items[places[0]].body = whole.items[places[1]].body
    swapped.items[places[1]].body = whole.items[places[0]].body
    report = try swapped.verify(keys: [signer.verifier])
    #expect(report.unproved == [whole.items[places[0]].index, whole.items[places[1]].index])

    var other = whole
    other.note = try SignedNote(
      text: AuditCheckpoint(origin: "test/log", size: 45, root: Digest.sha256([9])).note
    ).signed(by: signer)
    report = try other.verify(keys: [signer.verifier])
    #expect(report.outcome == .tampered)
  }

  @Test func `writes each hash once`() throws {
    let log = try TestLog()
    let bundle = try bundle(log, metrics: 700)
    let members = try EventMembers(bundle.value, name: "bundle")
    let hashes = try members.array("hashes")
    #expect(Set(hashes).count == hashes.count)
    #expect(bundle.items.count == 702)
    // Written out for each event, 702 paths of ten or more hashes would be over 7,000.
    #expect(hashes.count < 1_500)
    #expect(try bundle.verify(keys: [signer.verifier]).outcome == .ok)
  }

  @Test func `reads no bundle that names hashes or orders that are not there`() throws {
    let log = try TestLog()
    let text = String(decoding: try bundle(log, metrics: 2).value.canonicalJSON, as: UTF8.self)
    let cases = [
      text.replacing("\"path\":[0,", with: "\"path\":[99999,"),
      text.replacing("evidence/1", with: "evidence/2"),
      text.replacing("\"index\":", with: "\"index\":1,\"x\":"),
    ]
    for broken in cases {
      #expect(broken != text)
      #expect(
        TestLog.code { _ = try EvidenceBundle(parsing: Array(broken.utf8), file: "b") }
          == "audit/not-evidence"
      )
    }
  }

  @Test func `survives any change of the bytes, and never calls it proved`() throws {
    let log = try TestLog()
    let whole = try bundle(log)
    let bytes = whole.value.canonicalJSON
    Fuzz.rounds(400, seed: 4_711) { _, generator in
      let mutant = Fuzz.mutated(bytes, alphabet: "{}[]\",:0123456789abcdef", with: &generator)
      guard let read = try? EvidenceBundle(parsing: mutant, file: "b"),
        let report = try? read.verify(keys: [signer.verifier]), report.outcome == .ok
      else { return }
      // What is still proved must be events of the log: the mutant lost some, or white space moved.
      #expect(Set(read.items).isSubset(of: Set(whole.items)))
    }
  }
}
