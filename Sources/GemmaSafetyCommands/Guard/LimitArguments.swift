import ArgumentParser
import GuardServer

/// What the server refuses as too large, too slow or too much.
struct LimitArguments: ParsableArguments {
  @Option(help: "Bytes of a request's body.") var maxBody = ServeLimits().bodyBytes
  @Option(help: "Requests answered at once; more get status 429.")
  var maxConcurrent = ServeLimits().concurrent
  @Option(help: "Requests of one key, or address without keys, in a minute.") var rate: Int?
  @Option(help: "Seconds for a whole answer.") var timeout = ServeLimits().answerSeconds
  @Option(help: "Seconds of silence in a stream before a comment keeps it alive.")
  var keepAlive = ServeLimits().keepAliveSeconds
  @Option(help: "Seconds that answers on their way have when the server stops.")
  var grace = ServeLimits().graceSeconds

  func check() throws {
    let ranges: [(String, Bool, String)] = [
      ("max-body", 1_024...(1 << 28) ~= maxBody, "from 1024 to 268435456"),
      ("max-concurrent", 1...10_000 ~= maxConcurrent, "from 1 to 10000"),
      ("rate", rate.map { 1...1_000_000 ~= $0 } ?? true, "from 1 to 1000000"),
      ("timeout", timeout > 0 && timeout <= 86_400, "above 0 and at most 86400"),
      ("keep-alive", keepAlive >= 0.05 && keepAlive <= 3_600, "from 0.05 to 3600"),
      ("grace", grace >= 0 && grace <= 3_600, "from 0 to 3600"),
    ]
    for (name, isSound, wanted) in ranges where !isSound {
      throw ValidationError("--\(name) must be \(wanted)")
    }
  }

  var limits: ServeLimits {
    var limits = ServeLimits()
    (limits.bodyBytes, limits.concurrent, limits.perMinute) = (maxBody, maxConcurrent, rate)
    (limits.answerSeconds, limits.keepAliveSeconds) = (timeout, keepAlive)
    limits.graceSeconds = grace
    return limits
  }
}
