import Diagnostics
import SafetyCore
import StrictJSON

/// One streamed answer on its way; the request is sent when the first piece is asked for.
actor UpstreamStream {
  /// What may still come after an answer's last event, for its connection to be used again.
  private static let (mostTrailing, trailingTime) = (4_096, Duration.seconds(1))

  private let upstream: ModelUpstream
  private let request: ChatRequest
  private var bytes: UpstreamBody?
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
    let piece = queue.removeFirst()
    // Between the parts of a long text others have their turn.
    if case .text(let text) = piece, text.utf8.count >= AnswerReader.mostScalars {
      await Task.yield()
    }
    return piece
  }

  private func advance() async throws {
    guard let bytes else {
      let question = request.body(model: upstream.endpoint.model)
      deadline = upstream.deadline
      self.bytes = try await upstream.open(request.path, question)
      return
    }
    let piece = try await bytes.next()
    guard let piece else {
      guard !parser.isWithinEvent else { throw UpstreamFailure.truncated }
      queue += try reader.end()
      return over()
    }
    if let deadline { try upstream.check(deadline) }
    try parser.receive(piece.readableBytesView) { queue += try reader.receive($0) }
    if reader.isOver { release() }
  }

  private func over() {
    isOver = true
    bytes = nil
  }

  /// Ends the answer at once, and its body apart: a connection is kept only when its body is read to the end.
  private func release() {
    isOver = true
    let reading = Task { await readTrailing() }
    Task {
      try? await Task.sleep(for: Self.trailingTime)
      reading.cancel()
    }
  }

  private func readTrailing() async {
    var left = Self.mostTrailing
    while left > 0, let bytes, let piece = try? await bytes.next() {
      left -= piece.readableBytes
    }
    bytes = nil
  }
}
