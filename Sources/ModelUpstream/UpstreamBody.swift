import AsyncHTTPClient

/// The body of an answer on its way; whoever lets go of it ends the request.
actor UpstreamBody {
  private var iterator: HTTPClientResponse.Body.AsyncIterator
  private let watch: SilenceWatch

  init(_ body: HTTPClientResponse.Body, _ watch: SilenceWatch) {
    iterator = body.makeAsyncIterator()
    self.watch = watch
  }

  /// The next piece, nil after the last.
  ///
  /// Only the time in which somebody waits for it counts as silence of the server.
  ///
  /// - Throws: `SilenceWatch.Passed`, what the client library throws.
  func next() async throws -> HTTPClientResponse.Body.Element? {
    // Begun at once, so that what has arrived already is taken without another turn.
    let reading = Task.immediate { try await self.read() }
    return try await watch.wait(for: reading)
  }

  private func read() async throws -> HTTPClientResponse.Body.Element? {
    var iterator = iterator
    let piece = try await iterator.next(isolation: self)
    self.iterator = iterator
    return piece
  }
}
