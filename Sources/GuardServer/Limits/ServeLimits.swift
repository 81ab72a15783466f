/// What the server refuses as too large, too slow or too much.
package struct ServeLimits: Sendable, Hashable {
  /// Bytes of a request's body.
  package var bodyBytes = 4 << 20
  /// Seconds in which a body must arrive.
  package var bodySeconds = 30.0
  /// Seconds for a whole answer.
  package var answerSeconds = 600.0
  /// Requests that may be answered at once; more are told to come back.
  package var concurrent = 64
  /// Requests of one caller in a minute; nil for as many as they like.
  package var perMinute: Int?
  /// Seconds of silence in a stream after which a comment keeps it alive.
  package var keepAliveSeconds = 5.0
  /// Seconds that requests on their way have when the server stops.
  package var graceSeconds = 30.0

  package init() {}
}
