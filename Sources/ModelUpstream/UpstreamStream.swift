import AsyncHTTPClient
import Diagnostics
import SafetyCore
import StrictJSON

/// One streamed answer on its way; the request is sent when the first piece is asked for.
actor UpstreamStream {
  private let upstream: ModelUpstream
  private let request: ChatRequest
  private var bytes: HTTPClientResponse.Body.AsyncIterator?
  private var parser: EventStreamParser
  private var reader: AnswerReader
  private var queue: [GenerationPiece] = []
  private var deadline: ContinuousClock.Instant?
  private var failure: (any Error)?
  private var isOver = false

  init(_ upstream: ModelUpstream, _ request: ChatRequest) {
    self.upstream = upstream
    self.request = request
    parser = EventStreamParser(limit: upstream.endpoint.limits.eventBytes)
    reader = AnswerReader(limits: upstream.endpoint.limits)
  }

  /// The next piece, nil after the last; what came before a failure is given first.
  func next() async throws -> GenerationPiece? {
    while queue.isEmpty {
      if let failure {
        self.failure = nil
        throw failure
      }
      guard !isOver else { return nil }
      do { try await advance() } catch {
        failure = UpstreamFailure.wrapped(error, upstream.endpoint, isOpen: bytes != nil)
        over()
      }
    }
    return queue.removeFirst()
  }

  private func advance() async throws {
    guard var iterator = bytes else {
      let question = request.body(model: upstream.endpoint.model, streams: true)
      deadline = upstream.deadline
      let body = try await upstream.open(request.path, question)
      bytes = body.makeAsyncIterator()
      return
    }
    let piece = try await iterator.next(isolation: self)
    bytes = iterator
    guard let piece else {
      guard !parser.isWithinEvent else { throw UpstreamFailure.truncated }
      queue += try reader.end()
      return over()
    }
    if let deadline { try upstream.check(deadline) }
    try parser.receive(piece.readableBytesView) { queue += try reader.receive($0) }
    if reader.isOver { over() }
  }

  private func over() {
    isOver = true
    bytes = nil
  }
}
