import AuditLog
import Diagnostics
import SafetyCore
import Synchronization
import Testing

/// Many callers, few transactions: each is told when its own records are on the disk.
struct GroupedDecisionsTests {
  private static func record(_ number: Int) -> DecisionRecord {
    DecisionRecord(
      kind: "guard.decision",
      run: "run-1",
      body: ["request": .string(String(number, radix: 16)), "stage": "prompt"]
    )
  }

  @Test func `keeps the records of all callers, none twice`() async throws {
    let log = try TestLog()
    defer { withExtendedLifetime(log) {} }
    let open = try log.open()
    let written = Mutex(0)
    let sink = GroupedDecisions(open) { records, isWritten in
      if isWritten { written.withLock { $0 += records.count } }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<500 {
        group.addTask { try await sink.record([Self.record(number)], run: "run-1") }
      }
      try await group.waitForAll()
    }
    var requests: Set<CanonicalValue> = []
    try open.events(of: "run-1") { event in
      let body = try CanonicalValue(parsing: event.body, file: "event")
      if case .object(let members) = body, let request = members["request"] {
        requests.insert(request)
      }
    }
    #expect(requests.count == 500 && written.withLock { $0 } == 500 && sink.waiting == 0)
    try open.close()
  }

  @Test func `finds the decisions of one request and of its further answers`() async throws {
    let log = try TestLog()
    defer { withExtendedLifetime(log) {} }
    let open = try log.open()
    let sink = GroupedDecisions(open) { _, _ in }
    for id in ["ab", "ab-1", "abc", "ac"] {
      let body: [String: CanonicalValue] = ["request": .string(id)]
      let record = DecisionRecord(kind: "guard.decision", run: "run-1", body: body)
      try await sink.record([record], run: "run-1")
    }
    #expect(try open.guardDecisions(onRequest: "ab", run: "run-1").count == 2)
    #expect(try open.guardDecisions(onRequest: "ab", run: "run-2").isEmpty)
    #expect(try open.guardDecisions(onRequest: "a", run: "run-1").isEmpty)
    try open.close()
  }

  @Test func `tells every caller of a transaction that failed`() async throws {
    let log = try TestLog()
    defer { withExtendedLifetime(log) {} }
    let open = try log.open()
    let lost = Mutex(0)
    let sink = GroupedDecisions(open) { records, isWritten in
      if !isWritten { lost.withLock { $0 += records.count } }
    }
    try await sink.record([], run: "run-1")
    // `sealed` is the log's own member: such a record is refused.
    let bad = DecisionRecord(kind: "guard.decision", run: "run-1", body: ["sealed": 1])
    await #expect(throws: Diagnostic.self) { try await sink.record([bad], run: "run-1") }
    await #expect(throws: Diagnostic.self) { try await sink.record([], run: "run-1") }
    try await sink.record([Self.record(1)], run: "run-1")
    try await sink.record([], run: "run-1")
    #expect(lost.withLock { $0 } == 1)
    try open.close()
  }
}
