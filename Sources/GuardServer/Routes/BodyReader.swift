import GenerationGuard
import HTTPTypes
import Hummingbird

/// Reads bodies within bounds of size and time.
struct BodyReader: Sendable {
  let limits: ServeLimits

  /// The whole body.
  ///
  /// - Throws: A `ServeFailure` with status 408, 413 or 415.
  func bytes(_ request: Request) async throws -> [UInt8] {
    guard (request.headers[.contentEncoding] ?? "identity").lowercased() == "identity" else {
      throw ServeFailure(
        415,
        "invalid_request_error",
        code: "unsupported_encoding",
        "the body must not be compressed"
      )
    }
    let pieces = BodyPieces(request.body, most: limits.bodyBytes)
    if let length = request.headers[.contentLength].map({ Int($0) ?? .max }) {
      guard length <= limits.bodyBytes else { throw pieces.tooLarge }
      // What comes along with its head needs no timer; a connection on which nothing follows is idle,
      // and those are closed.
      if length > 0, try await pieces.take(), await pieces.bytes.count == length {
        return await pieces.bytes
      }
    }
    let late = ServeFailure(
      408,
      "invalid_request_error",
      code: "timeout",
      "the body came too slowly"
    )
    return try await Deadline.within(limits.bodySeconds, else: late) { try await pieces.rest() }
  }
}

/// A body on its way; a sequence of its own, since it can be gone through once only.
private actor BodyPieces {
  private(set) var bytes: [UInt8] = []
  private var iterator: RequestBody.AsyncIterator
  private let most: Int

  init(_ body: RequestBody, most: Int) {
    iterator = body.makeAsyncIterator()
    self.most = most
  }

  nonisolated var tooLarge: ServeFailure {
    ServeFailure(
      413,
      "invalid_request_error",
      code: "body_too_large",
      "the body has more than \(most) bytes"
    )
  }

  /// Takes the next piece; false at the end.
  func take() async throws -> Bool {
    var iterator = iterator
    let piece = try await iterator.next(isolation: self)
    self.iterator = iterator
    guard let piece else { return false }
    guard bytes.count + piece.readableBytes <= most else { throw tooLarge }
    bytes += piece.readableBytesView
    return true
  }

  /// Everything up to the end, with what was taken before.
  func rest() async throws -> [UInt8] {
    while try await take() {}
    return bytes
  }
}
