import ServerSupport
import StrictJSON
import Testing

/// Decisions without a model, and what the policy says.
struct CheckTests {
  typealias Model = ServerUnderTest.Model

  @Test func `decides on a text and records it, without its words`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      let body = #"{"input":"a s1lver kettle dance"}"#
      let checked = try await server.client.send("POST", "/v1/guard/check", body)
      #expect(checked.status == 200)
      #expect(try checked.value("action") == "refuse" && checked.value("rule") == "dance")
      #expect(try checked.value("recorded") == true)
      #expect(!checked.body.contains("kettle"))
      #expect(server.sink.all("rule") == ["dance"])
      let explained = try await server.client.send("POST", "/v1/guard/explain", body)
      #expect(try explained.value("findings.0.detector") == "dance")
      #expect(server.sink.all("rule").count == 1)
      let output = try await server.client.send(
        "POST",
        "/v1/guard/check",
        #"{"input":"a copper spoon","stage":"output"}"#
      )
      #expect(try output.value("output") == "a [SPOON]" && output.value("action") == "redact")
    }
  }

  @Test(
    arguments: [
      #"{}"#, #"{"input":3}"#, #"{"input":"x","stage":"later"}"#, #"{"input":"x","else":1}"#,
    ]
  )
  func `refuses a check that is none`(body: String) async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      let found4 = try await server.client.send("POST", "/v1/guard/check", body).status
      #expect(found4 == 400)
    }
  }

  @Test func `tells a client that asks for it that its connection is kept`() async throws {
    try await ServerUnderTest.serving(ServerUnderTest.Model("never")) { server in
      let body = Array(#"{"input":"Tea?"}"#.utf8)
      let head =
        "POST /v1/guard/check HTTP/1.0\r\nhost: localhost\r\nconnection: Keep-Alive\r\n"
        + "content-length: \(body.count)\r\n\r\n"
      let connection = try OpenConnection(port: server.client.port)
      for _ in 0..<2 {
        connection.send(Array(head.utf8) + body)
        let answer = try await Blocking.run {
          var answer = ""
          while !answer.contains(#""stage":"prompt"}"#) {
            let piece = connection.read()
            guard !piece.isEmpty else { break }
            answer += String(decoding: piece, as: UTF8.self)
          }
          return answer
        }
        #expect(answer.lowercased().contains("connection: keep-alive"))
      }
    }
  }

  @Test func `moderates in OpenAI's categories and in those of the policy`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      let body = #"{"input":["tea","the silver kettle dance",{"type":"text","text":"tea"}]}"#
      let answer = try await server.client.send("POST", "/v1/moderations", body)
      #expect(try answer.value("results.0.flagged") == false)
      #expect(try answer.value("results.1.flagged") == true)
      #expect(try answer.value("results.1.categories.violence") == true)
      #expect(try answer.value("results.1.categories.hate") == false)
      #expect(try answer.value("results.1.category_scores.violence")?.double == 1)
      #expect(try answer.value("results.1.x_guard.categories.dances") == true)
      #expect(try answer.value("results.2.flagged") == false)
      if case .object(let categories)? = try answer.value("results.0.categories") {
        #expect(categories.count == 13)
      }
      #expect(server.sink.all("stage").count == 6)
      for body in [#"{"input":[]}"#, #"{"input":[{"type":"image_url"}]}"#, #"{"input":[[1,2]]}"#] {
        let found5 = try await server.client.send("POST", "/v1/moderations", body).status
        #expect(found5 == 400)
      }
    }
  }

  @Test func `shows the policy and judges another one`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      let policy = try await server.client.send("GET", "/v1/guard/policy")
      #expect(try policy.value("name") == "tea-room" && policy.value("rules.0.id") == "dance")
      #expect(try policy.value("hold_bound") != 0)
      let good = try await server.client.send(
        "POST",
        "/v1/guard/policy/validate",
        ServerUnderTest.policy
      )
      #expect(try good.value("valid") == true)
      #expect(try good.value("digest") == policy.value("digest"))
      let bad = try await server.client.send(
        "POST",
        "/v1/guard/policy/validate",
        ServerUnderTest.policy.replacing("phrases: [steam]", with: "phrasess: [steam]")
      )
      #expect(try bad.value("valid") == false)
      #expect(try bad.value("problems.0.line") == 9)
    }
  }

  @Test(arguments: [
    ("google/tea%20ros%C3%A9", 200), ("google%2Ftea%20ros%c3%a9", 200), ("google%2Ftea", 404),
    ("google%2", 404), ("google%2Gtea", 404), ("google%FF", 404), ("google/", 404),
  ])
  func `finds a model by a name that a path has to spell`(path: String, status: Int) async throws {
    let model = Model(usual: "google/tea rosé") { _, _ in Model.stream([]) }
    try await ServerUnderTest.serving(model) { server in
      let answer = try await server.client.send("GET", "/v1/models/" + path)
      #expect(answer.status == status)
      if status == 200 { #expect(try answer.value("id") == "google/tea rosé") }
    }
  }

  @Test func `lists its model and says how it is`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      let found6 = try await server.client.send("GET", "/v1/models").value("data.0.id")
      #expect(found6 == "kettle-1")
      let found7 = try await server.client.send("GET", "/v1/models/kettle-1").status
      #expect(found7 == 200)
      let found8 = try await server.client.send("GET", "/health/live").status
      #expect(found8 == 200)
      let found9 = try await server.client.send("GET", "/health/ready").value("status")
      #expect(found9 == "ready")
    }
    try await ServerUnderTest.serving(Model(isThere: false) { _, _ in Model.stream([]) }) {
      server in
      let ready = try await server.client.send("GET", "/health/ready")
      #expect(ready.status == 503)
      #expect(try ready.value("status") == "not ready")
      let live = try await server.client.send("GET", "/health/live").status
      #expect(live == 200)
    }
  }
}
