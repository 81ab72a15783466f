import CorpusFiltering
import ReportPages
import Testing

@Suite struct `Report format` {
  @Test func `groups thousands`() {
    #expect(
      [0, 999, 1000, -1_234_567].map { ReportFormat.count($0) } == [
        "0", "999", "1,000", "−1,234,567",
      ]
    )
  }

  @Test func `never rounds some to none or most to all`() {
    #expect(ReportFormat.percent(0, of: 0) == "–")
    #expect(ReportFormat.percent(1, of: 100_000) == "<0.1%")
    #expect(ReportFormat.percent(99_999, of: 100_000) == ">99.9%")
    #expect(ReportFormat.percent(1, of: 8) == "12.5%")
    #expect(ReportFormat.percent(8, of: 8) == "100.0%")
  }

  @Test func `writes values short and whole numbers whole`() {
    #expect(
      [50, 0.3, 0.12345, 0.00123, 1e300, 1e-9, 7.00001].map { ReportFormat.value($0) } == [
        "50", "0.3", "0.1235", "0.00123", "1e+300", "1e-09", "7",
      ]
    )
    #expect(ReportFormat.value(.nan) == "unknown")
  }

  @Test func `writes sizes and times`() {
    #expect(
      [0, 999, 1000, 9_960_000, 123_456_789].map { ReportFormat.bytes($0) } == [
        "0 bytes", "999 bytes", "1.0 kB", "10 MB", "123 MB",
      ]
    )
    #expect(
      [0.04, 0.997, 4.21, 59.97, 187, 7500].map { ReportFormat.seconds($0) } == [
        "0.04 s", "1.0 s", "4.2 s", "1 min 00 s", "3 min 07 s", "2 h 05 min",
      ]
    )
  }
}
