import Diagnostics
import GuardServer
import SafetyCore
import ServerSupport
import StrictJSON
import Synchronization
import Testing

/// Keys, the admin's listener, and policies that change while the server runs.
struct AccessTests {
  typealias Model = ServerUnderTest.Model
  private static let keys = """
    # whoever may ask
    first-key-0123456789 desk
    second-key-0123456789 kitchen staff
    """

  @Test func `lets in who bears a key`() async throws {
    let keys = try APIKeys(parsing: Self.keys, file: "keys.txt")
    try await ServerUnderTest.serving(Model("Tea."), { $0.keys = keys }) { server in
      let path = "/v1/models"
      for (header, status) in [
        ("", 401), ("Bearer wrong", 401), ("Bearer ", 401), ("Basic first-key-0123456789", 401),
        ("Bearer first-key-012345678", 401), ("Bearer first-key-0123456789", 200),
        ("bearer second-key-0123456789", 200),
      ] {
        let answer = try await server.client.send("GET", path, headers: ["authorization": header])
        #expect(answer.status == status, "\(header)")
        if status == 401 { #expect(try answer.value("error.code") == "invalid_api_key") }
      }
      let live = try await server.client.send("GET", "/health/live").status
      #expect(live == 200)
      let unnamed = try await server.client.send("GET", "/metrics").status
      #expect(unnamed == 401)
    }
  }

  @Test func `reads names and routes with keys`() throws {
    let keys = try APIKeys(parsing: Self.keys, file: "keys.txt")
    let first = try #require(keys.caller("first-key-0123456789"))
    let second = try #require(keys.caller("second-key-0123456789"))
    #expect(first.name == "desk" && first.route == "default")
    #expect(second.name == "kitchen" && second.route == "staff")
    #expect(keys.caller("third-key-0123456789") == nil && keys.caller(nil) == nil)
    #expect(APIKeys().caller(nil) != nil)
  }

  @Test(arguments: ["", "# none\n", "short\n", "a-long-enough-key a b c\n"])
  func `refuses a file of keys that is none`(text: String) {
    #expect(throws: Diagnostic.self) { try APIKeys(parsing: text, file: "keys.txt") }
  }

  @Test func `keeps the admin's routes on their own listener behind a token`() async throws {
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      let token = ["authorization": "Bearer \(ServerUnderTest.adminToken)"]
      let unauthorised = try await server.admin.send("POST", "/admin/reload").status
      #expect(unauthorised == 401)
      let models = try await server.admin.send("GET", "/v1/models", headers: token).status
      #expect(models == 404)
      let reloadForClients = try await server.client.send("POST", "/admin/reload", headers: token)
        .status
      #expect(reloadForClients == 404)
      let reload = try await server.admin.send("POST", "/admin/reload", headers: token)
      #expect(try reload.value("changed") == false)
      let metrics = try await server.admin.send("GET", "/metrics", headers: token).status
      #expect(metrics == 200)
    }
  }

  @Test func `takes up a changed policy, and refuses one that fails its own tests`() async throws {
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      let token = ["authorization": "Bearer \(ServerUnderTest.adminToken)"]
      func digest() async throws -> JSONValue? {
        try await server.client.send("GET", "/v1/guard/policy").value("digest")
      }
      func reload(_ text: String) async throws -> PlainClient.Response {
        server.file.text.withLock { $0 = text }
        return try await server.admin.send("POST", "/admin/reload", headers: token)
      }
      let first = try await digest()
      let failing = ServerUnderTest.policy.replacing("text: a silver", with: "text: a golden")
      let refused = try await reload(failing)
      #expect(refused.status == 422)
      #expect(try refused.value("error.code") == "policy/tests-failed")
      let malformed = try await reload("rules: [").status
      #expect(malformed == 422)
      let kept = try await digest()
      #expect(kept == first)
      let changed = ServerUnderTest.policy.replacing("version: 1.0.0", with: "version: 1.0.1")
      let isChanged = try await reload(changed).value("changed")
      #expect(isChanged == true)
      let renewed = try await digest()
      #expect(renewed != first)
      let metrics = try await server.client.send("GET", "/metrics").body
      #expect(metrics.contains(#"guard_policy_reloads_total{outcome="refused"} 2"#))
      #expect(metrics.contains(#"guard_policy_reloads_total{outcome="changed"} 1"#))
      #expect(metrics.contains(#"version="1.0.1""#))
    }
  }

  @Test func `finishes a stream under the policy it began with`() async throws {
    let (go, signal) = AsyncStream<Void>.makeStream()
    let model = Model { _, _ in
      let steps = StepBox(go)
      return AsyncThrowingStream {
        switch steps.next() {
        case 0: return .text("Take a spoon. ")
        case 1:
          await steps.wait()
          return .text("Then a copper spoon.")
        case 2: return .finished(.stop)
        default: return nil
        }
      }
    }
    try await ServerUnderTest.serving(model) { server in
      let token = ["authorization": "Bearer \(ServerUnderTest.adminToken)"]
      let first = try await server.client.send("GET", "/v1/guard/policy").value("digest")
      let body = Array(ServerUnderTest.body("Tea?", ["stream": true]).utf8)
      let connection = try await Blocking.run {
        let connection = try server.client.begin("POST", "/v1/chat/completions", body)
        #expect(connection.read(until: "Take"))
        return connection
      }
      let changed = ServerUnderTest.policy.replacing(
        "hit(spoon), action: redact",
        with: "hit(spoon), action: annotate"
      )
      server.file.text.withLock { $0 = changed }
      let reload = try await server.admin.send("POST", "/admin/reload", headers: token)
      #expect(try reload.value("changed") == true)
      signal.yield()
      let rest = try await Blocking.run { String(decoding: connection.readAll(), as: UTF8.self) }
      #expect(rest.contains("[SPOON]"))
      if case .string(let digest)? = first { #expect(rest.contains(digest)) }
    }
  }

  @Test func `counts requests, decisions and holds`() async throws {
    try await ServerUnderTest.serving(Model("a copper spoon")) { server in
      _ = try await server.chat("Tea?")
      _ = try await server.chat("silver kettle dance")
      _ = try await server.client.send("POST", "/v1/chat/completions", "{")
      let metrics = try await server.client.send("GET", "/metrics")
      #expect(metrics.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
      for line in [
        #"http_requests_total{route="/v1/chat/completions",status="200"} 2"#,
        #"http_requests_total{route="/v1/chat/completions",status="400"} 1"#,
        #"guard_decisions_total{stage="prompt",action="refuse",category="dances",mode="enforce"} 1"#,
        #"guard_decisions_total{stage="output",action="redact",category="none",mode="enforce"} 1"#,
        #"guard_rule_decisions_total{rule="dance"} 1"#,
        "guard_audit_dropped_total 0", "guard_active_requests 0", "guard_hold_chars_count 2",
        "guard_ttft_added_seconds_count 1", "guard_hold_seconds_count 2",
        #"http_request_seconds_count{route="/v1/chat/completions"} 3"#,
      ] { #expect(metrics.body.contains(line + "\n"), "\(line)") }
    }
  }
}

/// Counts steps of a made-up answer, and waits for a sign between them.
private final class StepBox: Sendable {
  private let steps = Mutex(0)
  private let sign: AsyncStream<Void>

  init(_ sign: AsyncStream<Void>) { self.sign = sign }

  func next() -> Int {
    steps.withLock { steps in
      defer { steps += 1 }
      return steps
    }
  }

  func wait() async { for await _ in sign { return } }
}
