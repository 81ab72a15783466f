import SafetyCore

/// A typed event with the number that proves it and the time that its log gave it.
package struct Evidence<Body: EventBody>: Sendable, Hashable {
  package var seq: Int
  package var time: String
  package var body: Body

  package init(seq: Int, time: String, body: Body) {
    self.seq = seq
    self.time = time
    self.body = body
  }
}
