import ModelUpstream
import Testing

struct RetryAfterTests {
  private static let sent = "Sun, 06 Nov 1994 08:49:37 GMT"

  @Test(
    arguments: [
      ("0", 0), ("007", 7), ("3601", 3_600), ("99999999999999999999", 3_600), (sent, 0),
      ("Sun, 06 Nov 1994 08:49:38 GMT", 1), ("Sun, 06 Nov 1994 09:00:00 GMT", 623),
      ("Mon, 07 Nov 1994 00:00:00 GMT", 3_600), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ]
  )
  func `reads seconds and dates, and none longer than an hour`(value: String, seconds: Int) {
    #expect(RetryAfter.seconds(value, sent: Self.sent) == seconds)
  }

  @Test(
    arguments: [
      "", " ", "kettle", "-1", "+5", "1.5", "1e3", "0x10", "7 s", "7, 9", "٧", "\u{FF17}",
      "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
      "Sun, 6th Nov 1994 08:49:37 GMT",
      "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Now 1994 08:49:37 GMT",
      "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT",
      "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 08:49:3x GMT",
      "Sun, 06 Nov 1994 08:49:37 GMT, 7",
    ]
  )
  func `drops a time to come again that is none`(value: String) {
    #expect(RetryAfter.seconds(value, sent: nil) == nil)
  }
}
