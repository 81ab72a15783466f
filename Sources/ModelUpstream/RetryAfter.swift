import Glibc

/// Reads the header `Retry-After`, by which a busy server says when to come again (RFC 9110, 10.2.3).
package enum RetryAfter {
  /// The most seconds that a caller is sent away for, whatever a server says.
  package static let longest = 3_600

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads a number of seconds, or the date at which they are over.
  ///
  /// - Parameters:
  ///   - value: The header.
  ///   - sent: The header `Date` beside it; without a good one this machine's clock counts.
  /// - Returns: Seconds from 0 to `longest`; nil where the header says neither.
  package static func seconds(_ value: String, sent: String?) -> Int? {
    if let seconds = number(value) { return min(seconds, longest) }
    guard let end = time(value) else { return nil }
    return min(max(0, end - (sent.flatMap(time) ?? Glibc.time(nil))), longest)
  }

  /// Seconds since 1970 of a date such as `Sun, 06 Nov 1994 08:49:37 GMT`, the form all servers must send.
  private static func time(_ date: String) -> Int? {
    let words = date.split(separator: " ").map(String.init)
    guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT",
      let day = number(words[1]), 1...31 ~= day, let month = months.firstIndex(of: words[2]),
      let year = number(words[3]), 1970...9999 ~= year
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { number(String($0)) }
    guard clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] <= 60 else { return nil }
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (Int32(year - 1900), Int32(month), Int32(day))
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (
      Int32(clock[0]), Int32(clock[1]), Int32(clock[2])
    )
    return timegm(&parts)
  }

  /// A number of nothing but figures; one too large for a machine is the largest.
  private static func number(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    return Int(text) ?? .max
  }
}
