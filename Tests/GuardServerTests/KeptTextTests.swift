import GenerationGuard
import SafetyCore
import ServerSupport
import StrictJSON
import Testing

/// A server that keeps texts: under whose name, and what becomes of it.
struct KeptTextTests {
  typealias Model = ServerUnderTest.Model

  private func serving(_ work: (ServerUnderTest) async throws -> Void) async throws {
    let keeping = TextKeeping { $0 == "gone" }
    try await ServerUnderTest.serving(Model("Tea."), keeping: keeping, { _ in }, work)
  }

  private func kept(_ server: ServerUnderTest) -> [SealedContent] {
    server.sink.records.withLock { $0 }.flatMap(\.sealed)
  }

  @Test func `keeps texts under the id that the application gives the person`() async throws {
    try await serving { server in
      let more: [String: JSONValue] = ["safety_identifier": "p-17", "user": "p-18"]
      let answer = try await server.chat("Tea?", more)
      #expect(answer.status == 200 && kept(server).map(\.slot) == ["prompt", "output"])
      #expect(kept(server).allSatisfy { $0.subject == "p-17" })
      let handed = try #require(server.model.requests.withLock { $0.last })
      #expect(handed.fields["safety_identifier"] == nil && handed.fields["user"] == nil)
    }
  }

  @Test func `keeps them under the request's id where no person is named`() async throws {
    try await serving { server in
      let answer = try await server.chat("Tea?")
      #expect(answer.status == 200 && kept(server).count == 2)
      let ids = Set(kept(server).map { CanonicalValue.string($0.subject) })
      #expect(ids == Set(server.sink.all("request")))
    }
  }

  @Test func `keeps a prompt once, and all answers to it under one id`() async throws {
    try await serving { server in
      let answer = try await server.chat("Tea?", ["n": .integer(3)])
      #expect(answer.status == 200)
      #expect(kept(server).map(\.slot) == ["prompt", "output", "output", "output"])
      #expect(Set(kept(server).map(\.subject)).count == 1)
    }
  }

  @Test(arguments: ["user", "safety_identifier"])
  func `refuses an address as an id, and takes it where nothing is kept`(field: String) async throws
  {
    let more: [String: JSONValue] = [field: "ada@example.org"]
    try await serving { server in
      let answer = try await server.chat("Tea?", more)
      #expect(answer.status == 400 && answer.body.contains("invalid_subject"))
      let asked = server.model.asked.withLock { $0.count }
      #expect(kept(server).isEmpty && asked == 0)
    }
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      let answer = try await server.chat("Tea?", more)
      #expect(answer.status == 200)
    }
  }

  @Test func `keeps nothing more about somebody who was erased`() async throws {
    try await serving { server in
      let answer = try await server.chat("Tea?", ["user": "gone"])
      #expect(answer.status == 200)
      #expect(kept(server).isEmpty && server.sink.all("stage") == ["prompt", "output"])
    }
  }

  @Test(arguments: ["/v1/guard/check", "/v1/moderations"])
  func `keeps texts that are checked under the id of the person`(path: String) async throws {
    try await serving { server in
      let body = #"{"input":"Tea?","user":"p-18","safety_identifier":"p-17"}"#
      let answer = try await server.client.send("POST", path, body)
      #expect(answer.status == 200 && kept(server).first?.slot == "prompt")
      #expect(kept(server).allSatisfy { $0.subject == "p-17" })
      let many = kept(server).count
      let gone = try await server.client.send("POST", path, #"{"input":"Tea?","user":"gone"}"#)
      #expect(gone.status == 200 && kept(server).count == many)
      let address = #"{"input":"Tea?","user":"ada@example.org"}"#
      let refused = try await server.client.send("POST", path, address)
      #expect(refused.status == 400 && refused.body.contains("invalid_subject"))
      #expect(kept(server).count == many)
    }
  }

  @Test func `keeps texts that are checked without a model`() async throws {
    try await serving { server in
      let body = #"{"input":"Tea?","stage":"output"}"#
      let checked = try await server.client.send("POST", "/v1/guard/check", body)
      #expect(checked.status == 200 && kept(server).map(\.slot) == ["output"])
      let asked = try await server.client.send("POST", "/v1/moderations", #"{"input":"Tea?"}"#)
      #expect(asked.status == 200)
      #expect(kept(server).map(\.slot) == ["output", "prompt", "output"])
    }
  }
}
