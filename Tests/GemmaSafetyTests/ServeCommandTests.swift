import Foundation
import ServerSupport
import Testing

/// `serve` on the shipped demonstration model, as a process of its own.
struct ServeCommandTests {
  @Test func `serves, writes its decisions and stops when asked to`() async throws {
    try await ServedTool.serving { tool, server in
      let client = PlainClient(port: try server.port("listening on"))
      let answer = try await client.send("POST", "/v1/chat/completions", ServedTool.question)
      #expect(answer.status == 200 && answer.body.contains("[CITY]"))
      #expect(!answer.body.contains("Paris"))
      let ready = try await client.send("GET", "/health/ready").status
      #expect(ready == 200)
      #expect(server.end(SIGTERM) == 0)
      let log = try tool.run(["audit", "verify", "audit.sqlite"])
      #expect(log.status == 0, "\(log.output)\(log.errors)")
      let events = try tool.run(["audit", "export", "--audit", "audit.sqlite"]).output
      #expect(events.contains(#""rule":"city""#) && !events.contains("capital"))
    }
  }

  @Test func `has lost no decision that it answered when it is killed`() async throws {
    try await ServedTool.serving { tool, server in
      let client = PlainClient(port: try server.port("listening on"))
      var ids: [String] = []
      for _ in 0..<20 {
        let answer = try await client.send("POST", "/v1/guard/check", #"{"input":"tea"}"#)
        ids.append(try #require(answer.headers["x-guard-decision-id"]))
      }
      server.end(SIGKILL)
      #expect(try tool.run(["audit", "verify", "audit.sqlite"]).status == 0)
      let events = try tool.run(["audit", "export", "--audit", "audit.sqlite"]).output
      #expect(ids.allSatisfy { events.contains($0) })
    }
  }

  @Test func `passes over sealed turns, which the log tells, and takes no weak key`() async throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let sealed = ServedTool.policy.replacingOccurrences(
      of: "version: 1.0.0\n",
      with: "version: 1.0.0\nsettings: {multi_turn: {trust: seal}}\n"
    )
    try tool.write(sealed, to: "policy.yaml")
    try tool.write(String(repeating: "0123456789abcdef", count: 2), to: "seal.key")
    try tool.write("short", to: "weak.key")
    let words = ["serve", "--policy", "policy.yaml", "--port", "0", "--seal-key-file"]
    let weak = try tool.run(words + ["weak.key"])
    #expect(weak.status == 2 && weak.errors.contains("serve/short-seal-key"))
    let server = try tool.start(words + ["seal.key"])
    defer { server.end(SIGKILL) }
    let client = PlainClient(port: try server.port("listening on"))
    let path = "/v1/chat/completions"
    let first = try await client.send("POST", path, ServedTool.question)
    let body = try #require(
      JSONSerialization.jsonObject(with: Data(first.body.utf8)) as? [String: Any]
    )
    let message = try #require((body["choices"] as? [[String: Any]])?[0]["message"])
    let turns: [Any] = [
      ["role": "user", "content": "What is the capital of France?"], message,
      ["role": "user", "content": "And then?"],
    ]
    let next = try JSONSerialization.data(withJSONObject: ["messages": turns, "max_tokens": 4])
    let second = try await client.send("POST", path, Array(next))
    #expect(second.status == 200)
    let id = try #require(second.headers["x-guard-decision-id"])
    let decisions = try await client.send("GET", "/v1/guard/decisions/\(id)").body
    #expect(decisions.contains(#""stage":"prompt""#) && !decisions.contains(#""stage":"history""#))
    // Decisions of a native model name its files.
    #expect(decisions.contains(#""model_sha256":""#))
  }

  @Test func `reads the policy again at a hangup, and keeps the old one where it must`()
    async throws
  {
    try await ServedTool.serving { tool, server in
      let client = PlainClient(port: try server.port("listening on"))
      try tool.write(
        ServedTool.policy.replacingOccurrences(of: "a silver", with: "a golden"),
        to: "policy.yaml"
      )
      server.signal(SIGHUP)
      #expect(try server.waitFor("policy refused"))
      let isOld = try await client.send("GET", "/v1/guard/policy").body.contains(
        #""version":"1.0.0""#
      )
      #expect(isOld)
      try tool.write(
        ServedTool.policy.replacingOccurrences(of: "1.0.0", with: "1.0.1"),
        to: "policy.yaml"
      )
      server.signal(SIGHUP)
      #expect(try server.waitFor("taken up"))
      let isNew = try await client.send("GET", "/v1/guard/policy").body.contains(
        #""version":"1.0.1""#
      )
      #expect(isNew)
    }
  }

  @Test(
    arguments: [
      (["serve"], 64), (["serve", "--policy", "default", "--port", "99999"], 64),
      (["serve", "--policy", "default", "--model", "a", "--upstream", "http://a"], 64),
      (["serve", "--policy", "default", "--tls-key", "a"], 64),
      (["serve", "--policy", "nothing.yaml"], 2),
      (["serve", "--policy", "default", "--upstream", "ftp://a"], 2),
      (["serve", "--policy", "default", "--admin-port", "0"], 2),
      (["serve", "--policy", "default", "--host", "203.0.113.9"], 2),
    ]
  )
  func `says what is wrong before it serves`(arguments: [String], status: Int) throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run(arguments)
    #expect(Int(result.status) == status && result.errors.hasPrefix("error["), "\(result.errors)")
  }

  @Test func `names the listener that cannot listen, and why`() throws {
    let taken = try ScriptedServer { _, _ in }
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("a-token-for-the-admin\n", to: "token")
    let words = ["serve", "--policy", "default", "--port"]
    let admin = ["--admin-port", String(taken.port), "--admin-token-file", "token"]
    for (arguments, reason) in [
      (["0"] + admin, "127.0.0.1 port \(taken.port) (--admin-port): "),
      ([String(taken.port)], "127.0.0.1 port \(taken.port) (--port): "),
      (["0", "--host", "999.1.1.1"], "999.1.1.1 port 0 (--port): there is no such address"),
    ] {
      let result = try tool.run(words + arguments)
      #expect(result.status == 2)
      #expect(result.errors.contains("error[serve/cannot-listen]: cannot listen on \(reason)"))
    }
  }

  @Test func `speaks TLS with the certificate it is given`() async throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(ServedTool.policy, to: "policy.yaml")
    let made = try tool.shell(
      "cd \(tool.folder) && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
        + "-subj /CN=localhost -days 2 -keyout key.pem -out chain.pem"
    )
    try #require(made.status == 0, "\(made.errors)")
    let server = try tool.start([
      "serve", "--policy", "policy.yaml", "--port", "0", "--tls-certificate", "chain.pem",
      "--tls-key", "key.pem",
    ])
    defer { server.end(SIGKILL) }
    let port = try server.port("listening on https")
    let result = try tool.shell(
      "printf 'GET /health/live HTTP/1.1\\r\\nhost: localhost\\r\\nconnection: close\\r\\n\\r\\n' | "
        + "openssl s_client -quiet -connect 127.0.0.1:\(port) -CAfile \(tool.folder)/chain.pem "
        + "-verify_return_error 2>/dev/null"
    )
    #expect(result.output.contains("200 OK") && result.output.contains("live"))
    let swapped = try tool.run([
      "serve", "--policy", "policy.yaml", "--port", "0", "--tls-certificate", "key.pem",
      "--tls-key", "chain.pem",
    ])
    #expect(swapped.status == 2 && swapped.errors.contains("serve/bad-certificate"))
  }
}
