import Glibc

/// The time as OpenAI's interface has it.
enum UnixTime {
  /// Seconds since 1970.
  static var now: Int { time(nil) }
}
