import AuditLog
import Diagnostics
import SafetyCore
import Testing

/// The queue of decisions that wait for a person.
@Suite struct ReviewTests {
  private func decision(_ request: String, escalates: Bool) -> DecisionRecord {
    var event = GuardEvent(
      run: "g",
      request: request,
      policy: Digest.sha256("p".utf8),
      model: "kettle",
      stage: "prompt",
      action: "refuse",
      severity: "high"
    )
    event.escalates = escalates
    return event.record
  }

  private func filled() throws -> (test: TestLog, log: AuditLog) {
    let test = try TestLog()
    let log = try test.open()
    let records = (0..<6).map { decision("q\($0)", escalates: $0.isMultiple(of: 2)) }
    try log.append(records, run: "g", state: nil)
    return (test, log)
  }

  @Test func `lists what was put up for review, and settles it once`() throws {
    let (test, log) = try filled()
    #expect(try log.reviews().map(\.seq) == [0, 2, 4])
    let seq = try log.resolve(2, as: .overturned, by: "kim", note: "a quotation")
    #expect(seq == 6)
    let reviews = try log.reviews()
    #expect(reviews.map { $0.resolution == nil } == [true, false, true])
    let resolved = try #require(reviews[1].resolution)
    #expect(resolved.seq == 6 && resolved.verdict.verdict == .overturned)
    #expect(resolved.verdict.request == "q2" && resolved.verdict.run == "g")
    let body = try #require(try log.event(2)?.body)
    #expect(resolved.verdict.leaf == MerkleRange.leafHash(body))
    let again = #expect(throws: Diagnostic.self) {
      try log.resolve(2, as: .upheld, by: "lee", note: "x")
    }
    #expect(again?.code == "review/resolved")
    #expect(try log.reviews()[1].resolution == resolved)
    try log.close()
    let report = try test.open(.readOnly).verify()
    #expect(report.outcome == .ok)
  }

  @Test(arguments: [1, 3, 6, 99, -1])
  func `settles nothing that does not wait`(seq: Int) throws {
    let (_, log) = try filled()
    _ = try log.resolve(0, as: .upheld, by: "kim", note: "x")
    let error = #expect(throws: Diagnostic.self) {
      try log.resolve(seq, as: .upheld, by: "kim", note: "x")
    }
    #expect(error?.code == "review/unknown")
  }

  @Test func `lets one of many who settle at once have their way`() async throws {
    let (test, first) = try filled()
    try first.close()
    let done = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<6 {
        group.addTask {
          let log = try test.open(.existing)
          defer { try? log.close() }
          do {
            _ = try log.resolve(4, as: .upheld, by: "r\(number)", note: "x")
            return true
          } catch let error as Diagnostic where error.code == "review/resolved" { return false }
        }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(done == 1)
  }
}
