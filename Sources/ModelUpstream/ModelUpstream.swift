import AsyncHTTPClient
import Diagnostics
import SafetyCore
import StrictJSON

/// A model behind an OpenAI-compatible server: llama.cpp, vLLM, Ollama, TGI and the like.
///
/// Answers are streamed, and nothing is read ahead of what is asked; whoever stops asking ends the
/// request. Everything the server sends is bounded, and what it must not send is a failure.
/// `close()` has to be called in the end.
///
/// ```swift
/// let upstream = try ModelUpstream(UpstreamEndpoint("http://127.0.0.1:8000", model: "gemma-3-1b-it"))
/// var request = ChatRequest([ChatMessage(.user, "What is a kettle?")])
/// (request.temperature, request.seed, request.maximumTokens) = (0, 1, 64)
/// for try await piece in upstream.stream(request) { … }    // text, usage, finish
/// try await upstream.close()
/// ```
package final class ModelUpstream: TextGenerator {
  package let endpoint: UpstreamEndpoint
  private let client: HTTPClient
  private let watch: SilenceWatch
  private let clock = ContinuousClock()
  private static let (depth, complaintBytes) = (64, 8_192)

  package var name: String { name(asking: endpoint.model) }

  /// Names a model and where it is, without a key.
  package func name(asking model: String?) -> String {
    (model ?? endpoint.model ?? "model") + " at " + endpoint.base
  }

  /// Makes a client; nothing is sent yet.
  package init(_ endpoint: UpstreamEndpoint) {
    self.endpoint = endpoint
    watch = SilenceWatch(seconds: endpoint.limits.silenceSeconds)
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout.connect = .milliseconds(Int64(endpoint.limits.connectSeconds * 1_000))
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_024
    configuration.httpVersion = .http1Only
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Ends the client; requests on their way fail.
  package func close() async throws { try await client.shutdown() }

  // MARK: Answers

  package func generate(
    _ request: GenerationRequest
  ) -> AsyncThrowingStream<GenerationPiece, any Error> {
    stream(ChatRequest(request))
  }

  /// Streams an answer; it ends with `finished` or by throwing an `upstream/…` diagnostic.
  package func stream(_ request: ChatRequest) -> AsyncThrowingStream<GenerationPiece, any Error> {
    let pieces = UpstreamStream(self, request)
    return AsyncThrowingStream { try await pieces.next() }
  }

  /// The names of the server's models.
  ///
  /// - Throws: An `upstream/…` diagnostic.
  package func models() async throws -> [String] {
    guard case .object(let body) = try parsed(try await send("/models", nil)),
      case .array(let models)? = body["data"]
    else { throw UpstreamFailure.malformed("what is no list of models") }
    return models.compactMap {
      if case .object(let model) = $0, case .string(let id)? = model["id"] { id } else { nil }
    }
  }

  /// Posts JSON to a path below the base and gives back what came, for interfaces beside the chat.
  ///
  /// - Parameters:
  ///   - path: Such as `/moderations`.
  ///   - value: The body.
  /// - Returns: The parsed answer, at most `answerBytes` long and 64 deep.
  /// - Throws: An `upstream/…` diagnostic.
  package func post(_ path: String, _ value: JSONValue) async throws -> JSONValue {
    try parsed(try await send(path, value))
  }

  private func parsed(_ bytes: [UInt8]) throws -> JSONValue {
    do {
      return try JSONValue(
        parsing: bytes,
        file: "answer",
        limits: .init(bytes: endpoint.limits.answerBytes, depth: Self.depth)
      )
    } catch { throw UpstreamFailure.malformed("what is not JSON") }
  }

  // MARK: Requests

  private func send(_ path: String, _ value: JSONValue?) async throws -> [UInt8] {
    let body = try await open(path, value)
    var all: [UInt8] = []
    let end = deadline
    do {
      while let piece = try await body.next() {
        guard all.count + piece.readableBytes <= endpoint.limits.answerBytes else {
          throw UpstreamFailure.tooLarge("an answer", endpoint.limits.answerBytes)
        }
        try check(end)
        all += piece.readableBytesView
      }
    } catch { throw UpstreamFailure.wrapped(error, endpoint) }
    return all
  }

  /// Sends a request and waits for the head of its answer; whoever lets go of the body ends it.
  func open(_ path: String, _ value: JSONValue?) async throws -> UpstreamBody {
    var request = HTTPClientRequest(url: endpoint.base + path)
    request.headers.add(name: "accept", value: "application/json, text/event-stream")
    if let key = endpoint.apiKey {
      request.headers.add(name: "authorization", value: "Bearer \(key)")
    }
    if let value {
      request.method = .POST
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(value.json)
    }
    do {
      let response = try await patiently(request)
      guard 200..<300 ~= response.status.code else {
        let words = try await complaint(response)
        var failure = UpstreamFailure.status(
          Int(response.status.code),
          endpoint.base + path,
          saying: words
        )
        failure.retryAfter = Self.retryAfter(response)
        throw failure
      }
      return UpstreamBody(response.body, watch)
    } catch { throw UpstreamFailure.wrapped(error, endpoint) }
  }

  /// The beginning of what a server says of a request that it does not take.
  private func complaint(_ response: HTTPClientResponse) async throws -> String {
    guard [400, 413, 422].contains(response.status.code) else { return "" }
    let body = UpstreamBody(response.body, watch)
    var words: [UInt8] = []
    // The status stands whether or not its reason arrives.
    while words.count < Self.complaintBytes, let piece = try? await body.next() {
      words += piece.readableBytesView
    }
    try Task.checkCancellation()
    return String(decoding: words, as: UTF8.self)
  }

  /// Sends a request, again after a while where the server is busy and may be asked again.
  private func patiently(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
    // The client library bounds the time up to the head with it, and none after.
    let seconds = min(endpoint.limits.silenceSeconds, endpoint.limits.totalSeconds)
    let milliseconds = Int64(seconds * 1_000)
    var attempt = 0
    while true {
      let response = try await client.execute(request, timeout: .milliseconds(milliseconds))
      guard Self.isBusy(response), attempt < endpoint.limits.retries else { return response }
      let asked = Self.retryAfter(response)
      try await Task.sleep(for: .seconds(min(60, asked ?? 1 << min(attempt, 5))))
      attempt += 1
    }
  }

  private static func isBusy(_ response: HTTPClientResponse) -> Bool {
    response.status == .tooManyRequests || response.status == .serviceUnavailable
  }

  /// Seconds after which a busy server wants to be asked again; nil where it does not say.
  private static func retryAfter(_ response: HTTPClientResponse) -> Int? {
    guard isBusy(response), let value = response.headers.first(name: "retry-after") else {
      return nil
    }
    return RetryAfter.seconds(value, sent: response.headers.first(name: "date"))
  }

  var deadline: ContinuousClock.Instant { clock.now + .seconds(endpoint.limits.totalSeconds) }

  func check(_ deadline: ContinuousClock.Instant) throws {
    guard clock.now < deadline else {
      throw UpstreamFailure.overTime(endpoint.limits.totalSeconds)
    }
  }
}
