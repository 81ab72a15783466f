import GenerationGuard
import GuardServer
import SafetyCore
import SafetyPolicy
import ServerSupport
import StrictJSON
import Synchronization

/// A server on a free port, with a made-up model and a log in memory.
final class ServerUnderTest: Sendable {
  /// Answers as a script says, and remembers what it was asked.
  final class Model: ServedModel {
    typealias Script =
      @Sendable (GenerationRequest, Int) -> AsyncThrowingStream<
        GenerationPiece, any Error
      >

    let usual: String?
    let takesEverything: Bool
    let isThere: Bool
    let script: Script
    let asked = Mutex<[GenerationRequest]>([])
    let requests = Mutex<[ModelRequest]>([])

    init(
      usual: String? = "kettle-1",
      takesEverything: Bool = true,
      isThere: Bool = true,
      _ script: @escaping Script
    ) {
      (self.usual, self.takesEverything, self.isThere) = (usual, takesEverything, isThere)
      self.script = script
    }

    /// Says the same each time, in pieces.
    convenience init(_ pieces: String..., finish: FinishReason = .stop) {
      self.init { _, _ in Self.stream(pieces.map { .text($0) }, finish) }
    }

    static func stream(
      _ pieces: [GenerationPiece],
      _ finish: FinishReason = .stop
    ) -> AsyncThrowingStream<GenerationPiece, any Error> {
      AsyncThrowingStream { continuation in
        for piece in pieces { continuation.yield(piece) }
        continuation.yield(.usage(.init(prompt: 5, completion: pieces.count)))
        continuation.yield(.finished(finish))
        continuation.finish()
      }
    }

    func names() async throws -> [String] { [usual ?? "any"] }
    func check() async throws { if !isThere { throw ServeFailure.absent } }

    func generator(for request: ModelRequest) -> any TextGenerator {
      requests.withLock { $0.append(request) }
      return Answer(model: self)
    }

    private struct Answer: TextGenerator {
      let model: Model
      var name: String { "kettle-1" }

      func generate(
        _ request: GenerationRequest
      ) -> AsyncThrowingStream<GenerationPiece, any Error> {
        let number = model.asked.withLock { asked in
          asked.append(request)
          return asked.count - 1
        }
        return model.script(request, number)
      }
    }
  }

  /// Keeps records, or refuses them.
  final class Sink: DecisionSink {
    struct Full: Error {}
    let isFull = Mutex(false)
    let records = Mutex<[DecisionRecord]>([])
    let metrics = ServeMetrics()
    let policies = Mutex<PolicyStore?>(nil)

    func append(_ records: [DecisionRecord], run: String, state: [UInt8]?) throws {
      guard !isFull.withLock({ $0 }) else { throw Full() }
      self.records.withLock { $0 += records }
      if let policies = policies.withLock({ $0 }) {
        metrics.recorded(records, policies.program.policy)
      }
    }

    func all(_ key: String) -> [CanonicalValue] {
      records.withLock { $0.compactMap { $0.body[key] } }
    }
  }

  static let policy = """
    schema: gemma-safety/policy/1
    name: tea-room
    version: 1.0.0
    categories:
      dances: {title: Dances, maps_to: {openai: [violence]}}
    detectors:
      dance: {kind: lexicon, phrases: [silver kettle dance]}
      spoon: {kind: lexicon, phrases: [copper spoon]}
      steam: {kind: lexicon, phrases: [steam]}
    rules:
      - {id: dance, stage: [prompt, history, tool_result], if: hit(dance), action: refuse, severity: high, template: declined, category: dances, reason_code: no-dance}
      - {id: answer, stage: output, if: hit(dance), action: cut, severity: high, template: declined, category: dances}
      - {id: call, stage: tool_call, if: hit(dance), action: refuse, severity: high, template: declined, category: dances}
      - {id: spoon, stage: output, if: hit(spoon), action: redact}
      - {id: steam, stage: prompt, if: hit(steam), action: safe_complete, template: again}
    templates:
      declined: {fallback: [en], texts: {en: No kettles here., de: Keine Kessel hier.}}
      again: {fallback: [en], texts: {en: Mind the steam.}, addendum: Speak of teapots.}
    tests:
      - {id: dance, stage: prompt, kind: must_block, text: a silver kettle dance}
    gates: {min_recall: 1}

    """

  let client: PlainClient
  let admin: PlainClient
  let sink: Sink
  let model: Model
  /// The text of the policy's file.
  let file: PolicyText

  private init(_ ports: [Bool: Int], _ sink: Sink, _ model: Model, _ file: PolicyText) {
    client = PlainClient(port: ports[false] ?? 0)
    admin = PlainClient(port: ports[true] ?? 0)
    (self.sink, self.model) = (sink, model)
    self.file = file
  }

  static let adminToken = "a-token-for-the-admin"

  /// Serves while the work goes on.
  static func serving(
    _ model: Model,
    policy: String = policy,
    seal: DigestKey? = nil,
    keeping: TextKeeping? = nil,
    _ change: (inout ServeOptions) -> Void = { _ in },
    _ work: (ServerUnderTest) async throws -> Void
  ) async throws {
    let sink = Sink()
    let file = PolicyText(policy)
    let policies = try await PolicyStore(today: { "2026-01-31" }, load: { try file.program() })
    sink.policies.withLock { $0 = policies }
    let service = GuardService(
      policies: policies,
      model: model,
      sink: sink,
      waiting: { 0 },
      decisions: { id in
        sink.records.withLock { $0.filter { $0.body["request"] == .string(id) } }
          .map { .object($0.body) }
      },
      compile: { try PolicyText($0).program() },
      metrics: sink.metrics,
      seal: seal.map { TurnSeal(key: $0) },
      keeping: keeping,
      run: "run-1",
      clock: { "2026-01-31T12:00:00Z" }
    )
    var options = ServeOptions(host: "127.0.0.1", port: 0)
    options.admin = .init(host: "127.0.0.1", port: 0, token: adminToken)
    options.limits.graceSeconds = 2
    change(&options)
    let (listening, signal) = AsyncStream<(Bool, Int)>.makeStream()
    let server = GuardServer(service, options, note: { _ in }) { signal.yield(($0, $1)) }
    let task = Task {
      defer { signal.finish() }
      try await server.run(stoppingAt: [])
    }
    var ports: [Bool: Int] = [:]
    for await (isAdmin, port) in listening {
      ports[isAdmin] = port
      if ports.count == 2 { break }
    }
    let running = ServerUnderTest(ports, sink, model, file)
    do { try await work(running) } catch {
      task.cancel()
      _ = await task.result
      throw error
    }
    task.cancel()
    _ = await task.result
  }

  /// The text of a policy, which may change while it is served.
  final class PolicyText: Sendable {
    private struct Reference {
      weak var program: GuardProgram?
    }

    let text: Mutex<String>
    private let made = Mutex<[Reference]>([])

    init(_ text: String) { self.text = Mutex(text) }

    /// Programs made of it that somebody holds.
    var programsHeld: Int { made.withLock { $0.count { $0.program != nil } } }

    func program() throws -> GuardProgram {
      var parser = GuardPolicyParser { _ in throw CancellationError() }
      let policy = try parser.parse(text.withLock { $0 }, file: "policy.yaml")
      let program = try GuardProgram(policy, GuardResources())
      made.withLock { $0.append(Reference(program: program)) }
      return program
    }
  }

  // MARK: Asking

  /// A body with one message of the person.
  static func body(_ text: String, _ more: [String: JSONValue] = [:]) -> String {
    var body: [String: JSONValue] = [
      "model": "kettle-1", "messages": [["role": "user", "content": .string(text)]],
    ]
    body.merge(more) { $1 }
    return String(decoding: JSONValue.object(body).json, as: UTF8.self)
  }

  func chat(
    _ text: String,
    _ more: [String: JSONValue] = [:],
    headers: [String: String] = [:]
  ) async throws -> PlainClient.Response {
    try await client.send("POST", "/v1/chat/completions", Self.body(text, more), headers: headers)
  }
}

/// Tries again for some seconds, since other tasks must come to their end first.
func eventually(_ holds: () async throws -> Bool) async throws -> Bool {
  for _ in 0..<200 {
    if try await holds() { return true }
    try await Task.sleep(for: .milliseconds(25))
  }
  return false
}

extension ServeFailure {
  static let absent = ServeFailure(503, "server_error", "the model is not there")
}

extension PlainClient.Response {
  /// The body as JSON.
  var json: JSONValue {
    get throws {
      try JSONValue(
        parsing: Array(body.utf8),
        file: "body",
        limits: .init(bytes: 1 << 24, depth: 99)
      )
    }
  }

  /// A value within the body, by keys and numbers.
  func value(_ path: String) throws -> JSONValue? { try json.value(path) }

  /// The text of a stream's deltas, as a client puts it together.
  func streamed(_ key: String = "content") throws -> String {
    try events.filter { $0 != "[DONE]" }.map { event in
      let value = try JSONValue(
        parsing: Array(event.utf8),
        file: "event",
        limits: .init(bytes: 1 << 24, depth: 99)
      )
      if case .string(let text)? = value.value("choices.0.delta.\(key)") { return text }
      return ""
    }.joined()
  }
}

extension JSONValue {
  /// A value within this one, by keys and numbers.
  func value(_ path: String) -> JSONValue? {
    var value: JSONValue? = self
    for step in path.split(separator: ".") {
      switch value {
      case .object(let members)?: value = members[String(step)]
      case .array(let items)?:
        value = Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil }
      default: return nil
      }
    }
    return value
  }
}
