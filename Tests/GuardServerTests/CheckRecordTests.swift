import SafetyCore
import Testing

/// What a check leaves in the log.
struct CheckRecordTests {
  @Test(arguments: [
    ("/v1/guard/check", #"{"input":"a silver kettle dance"}"#),
    ("/v1/moderations", #"{"input":"a silver kettle dance"}"#),
  ])
  func `is recorded behind its policy, so that it can be replayed`(
    path: String,
    body: String
  ) async throws {
    try await ServerUnderTest.serving(ServerUnderTest.Model("never")) { server in
      for _ in 0..<2 {
        let status = try await server.client.send("POST", path, body).status
        #expect(status == 200)
      }
      let kinds = server.sink.records.withLock { $0.map(\.kind) }
      #expect(kinds.first == GuardPolicyEvent.kind)
      #expect(kinds.dropFirst().allSatisfy { $0 == GuardEvent.kind } && kinds.count > 2)
    }
  }
}
