import HTTPTypes
import Hummingbird

/// Reads bodies within bounds of size and time.
struct BodyReader: Sendable {
  let limits: ServeLimits

  /// The whole body.
  ///
  /// - Throws: A `ServeFailure` with status 400, 408 or 413.
  func bytes(_ request: Request) async throws -> [UInt8] {
    let tooLarge = ServeFailure(
      413,
      "invalid_request_error",
      code: "body_too_large",
      "the body has more than \(limits.bodyBytes) bytes"
    )
    if let length = request.headers[.contentLength], (Int(length) ?? .max) > limits.bodyBytes {
      throw tooLarge
    }
    let late = ServeFailure(
      408,
      "invalid_request_error",
      code: "timeout",
      "the body came too slowly"
    )
    let (body, most) = (request.body, limits.bodyBytes)
    return try await Deadline.within(limits.bodySeconds, else: late) {
      var bytes: [UInt8] = []
      for try await piece in body {
        guard bytes.count + piece.readableBytes <= most else { throw tooLarge }
        bytes += piece.readableBytesView
      }
      return bytes
    }
  }
}
