import Diagnostics
import SafetyCore
import StrictJSON

/// When another harness ran, as its file says, in the form of the times of events.
enum MeasuringTime {
  /// Clocks of two machines may disagree, and a time without a zone may be of any.
  private static let tolerance = UTCTime.secondsPerDay
  /// The last second that four digits of a year can say.
  private static let last = 253_402_300_799

  /// Of seconds since 1970, as lm-eval writes them.
  ///
  /// - Parameters:
  ///   - value: Nil where the file has none.
  ///   - now: In seconds since 1970.
  ///   - file: A name for errors.
  /// - Returns: Such as `2026-01-31T12:00:00Z`; nil where the file has none.
  /// - Throws: `evaluation/import-refused` for what is no time, or one to come.
  static func unix(_ value: JSONValue?, now: Int, file: String) throws -> String? {
    guard let value else { return nil }
    guard let seconds = value.double, seconds.isFinite, seconds >= 0 else {
      throw unreadable(value, file, wanted: "seconds since 1970")
    }
    return try checked(seconds < Double(last) ? Int(seconds) : last, now, file)
  }

  /// Of ISO 8601 with an offset, as Inspect writes it; of UTC without one.
  ///
  /// - Parameters:
  ///   - value: Nil where the log has none.
  ///   - now: In seconds since 1970.
  ///   - file: A name for errors.
  /// - Returns: Such as `2026-01-31T12:00:00Z`; nil where the log has none.
  /// - Throws: `evaluation/import-refused` for what is no time, or one to come.
  static func iso(_ value: JSONValue?, now: Int, file: String) throws -> String? {
    guard let value else { return nil }
    guard case .string(let text) = value, let seconds = seconds(text), seconds >= 0 else {
      throw unreadable(value, file, wanted: "such as 2026-01-31T12:00:00+00:00")
    }
    return try checked(seconds, now, file)
  }

  private static func seconds(_ text: String) -> Int? {
    guard let local = UTCTime.seconds(text.prefix(19) + "Z") else { return nil }
    var rest = text.dropFirst(19)
    if rest.first == "." { rest = rest.dropFirst().drop { $0.isASCII && $0.isNumber } }
    guard !rest.isEmpty, rest != "Z" else { return local }
    // Read as a time of day, so that there is no hour 25.
    guard rest.first == "+" || rest.first == "-",
      let offset = UTCTime.seconds("1970-01-01T\(rest.dropFirst()):00Z")
    else { return nil }
    return rest.first == "+" ? local - offset : local + offset
  }

  private static func checked(_ seconds: Int, _ now: Int, _ file: String) throws -> String {
    let time = UTCTime.string(seconds)
    guard seconds <= now + tolerance else {
      throw ImportedResults.refusal(
        "the file is no evidence: it says that it was made on \(time), which is still to come",
        file: file,
        hint: "the clock of one of the two machines is wrong"
      )
    }
    return time
  }

  private static func unreadable(_ value: JSONValue, _ file: String, wanted: String) -> Diagnostic {
    let found =
      switch value {
      case .string(let text): "`\(text.prefix(40))`"
      case .integer(let number): "`\(number)`"
      case .number(let number): "`\(decimal(number))`"
      default: value.kind
      }
    return ImportedResults.refusal(
      "the file is no evidence: when it was made cannot be read from \(found)",
      file: file,
      hint: "wanted is a time \(wanted)"
    )
  }
}
