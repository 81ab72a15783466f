import Foundation
import PythonSupport
import ServerSupport
import Synchronization
import Testing

/// `serve` among programs of others: servers behind it, and OpenAI's package before it.
struct ServeNeighbourTests {
  /// Requests whose whole answer arrived.
  private final class Answered: Sendable {
    let ids = Mutex<[String]>([])

    func add(_ id: String) -> Int {
      ids.withLock { ids in
        ids.append(id)
        return ids.count
      }
    }
  }

  @Test func `has lost no decision of an answer that was sent when it is killed under way`()
    async throws
  {
    let upstream = try ScriptedServer { _, connection in
      connection.beginEvents()
      connection.delta("Paris is far.")
      connection.finish()
    }
    try await ServedTool.serving(["--upstream", upstream.url, "--upstream-model", "tea-1"]) {
      tool,
      server in
      let client = PlainClient(port: try server.port("listening on"))
      let asked = ServedTool.question.replacingOccurrences(of: "}]", with: #"}],"stream":true"#)
      let answered = Answered()
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            // Ends with the first answer that the dead server breaks off.
            while let answer = try? await client.send("POST", "/v1/chat/completions", asked),
              answer.events.last == "[DONE]", let id = answer.headers["x-guard-decision-id"]
            {
              if answered.add(id) == 200 { server.signal(SIGKILL) }
            }
          }
        }
      }
      server.end(SIGKILL)
      let ids = answered.ids.withLock { $0 }
      #expect(ids.count >= 200)
      #expect(try tool.run(["audit", "verify", "audit.sqlite"]).status == 0)
      let events = try tool.run(["audit", "export", "--audit", "audit.sqlite"]).output
        .split(separator: "\n")
      let decisions = events.filter { $0.contains(#""kind":"guard.decision""#) }
      for stage in ["prompt", "output"] {
        let ofStage = decisions.filter { $0.contains(#""stage":"\#(stage)""#) }.joined()
        #expect(ids.allSatisfy { ofStage.contains($0) }, "\(stage)")
      }
    }
  }

  @Test func `guards a server elsewhere, and asks it with the key from the environment`()
    async throws
  {
    let upstream = try ScriptedServer { request, connection in
      guard request.line.hasPrefix("POST") else {
        return connection.answer(#"{"data":[{"id":"a"}]}"#)
      }
      connection.beginEvents()
      for piece in ["Par", "is is ", "far."] { connection.delta(piece) }
      connection.finish()
    }
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(ServedTool.policy, to: "policy.yaml")
    try tool.write("a-key-for-upstream\n", to: "upstream.key")
    let server = try tool.start([
      "serve", "--policy", "policy.yaml", "--port", "0", "--upstream", upstream.url,
      "--upstream-model", "tea-1", "--upstream-key-file", "upstream.key",
    ])
    defer { server.end(SIGKILL) }
    let client = PlainClient(port: try server.port("listening on"))
    let body = ServedTool.question.replacingOccurrences(
      of: "}]",
      with: #"}],"top_k":3,"stream":true"#
    )
    let answer = try await client.send("POST", "/v1/chat/completions", body)
    #expect(answer.body.contains("[CITY]") && answer.events.last == "[DONE]")
    let asked = try #require(upstream.requests.last)
    #expect(asked.header("authorization") == "Bearer a-key-for-upstream")
    #expect(asked.body.contains(#""top_k":3"#) && asked.body.contains(#""model":"tea-1""#))
  }

  @Test func `names in its decisions the model that a request asked for`() async throws {
    let upstream = try ScriptedServer { _, connection in
      connection.beginEvents()
      connection.delta("Tea is hot.")
      connection.finish()
    }
    try await ServedTool.serving(["--upstream", upstream.url]) { _, server in
      let client = PlainClient(port: try server.port("listening on"))
      let body = #"{"model":"tea-2","messages":[{"role":"user","content":"Tea?"}]}"#
      let answer = try await client.send("POST", "/v1/chat/completions", body)
      let id = try #require(answer.headers["x-guard-decision-id"])
      let decisions = try await client.send("GET", "/v1/guard/decisions/\(id)").body
      let name = #""model":"tea-2 at \#(upstream.url)/v1""#
      // Of the prompt and of the answer.
      #expect(decisions.components(separatedBy: name).count == 3)
    }
  }

  @Test(.enabled(if: PythonTools.isThere, "scripts/setup --with-test-tools installs it"))
  func `serves OpenAI's own Python package`() async throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(ServedTool.policy, to: "policy.yaml")
    try tool.write("a-key-for-the-test desk\n", to: "keys.txt")
    let server = try tool.start([
      "serve", "--policy", "policy.yaml", "--port", "0", "--api-key-file", "keys.txt",
    ])
    defer { server.end(SIGKILL) }
    let port = try server.port("listening on")
    let script = CommandLineTool.repository + "/Tests/Clients/openai_client.py"
    let words = [script, "http://127.0.0.1:\(port)", "a-key-for-the-test"]
    let result = try PythonTools.run("python3", words)
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("checks passed"))
  }

  @Test(.enabled(if: PythonTools.isThere, "scripts/setup --with-test-tools installs it"))
  func `hands calls of tools to OpenAI's own Python package as responses`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(ServedTool.policy, to: "policy.yaml")
    let script = CommandLineTool.repository + "/Tests/Clients/responses_tools.py"
    let words = [script, tool.binary, tool.folder + "/policy.yaml"]
    let result = try PythonTools.run("python3", words)
    #expect(result.status == 0 && result.output.contains("checks passed"), "\(result.output)")
  }

  @Test(
    .enabled(
      if: PythonTools.has("xllamacpp"),
      "scripts/setup --with-test-tools installs llama.cpp's server"
    )
  )
  func `guards llama.cpp's own server`() throws { try guardsServer("xllamacpp") }

  @Test(.enabled(if: PythonTools.has("llama_cpp.server"), "needs llama-cpp-python[server]"))
  func `guards the server of llama-cpp-python`() throws { try guardsServer("llama_cpp") }

  private func guardsServer(_ package: String) throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(ServedTool.policy, to: "policy.yaml")
    let model = CommandLineTool.repository + "/models/gemma-demo"
    let made = try tool.run(["model", "quantize", model, "-o", "demo.gguf"])
    try #require(made.status == 0, "\(made.errors)")
    let script = CommandLineTool.repository + "/Tests/Clients/llama_upstream.py"
    let paths = ["demo.gguf", "policy.yaml"].map { tool.folder + "/" + $0 }
    let result = try PythonTools.run("python3", [script, tool.binary] + paths + [package])
    #expect(result.status == 0 && result.output.contains("checks passed"), "\(result.output)")
  }
}
