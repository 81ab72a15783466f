import Foundation
import Testing

@Suite(.serialized, .enabled(if: !HeadlessBrowser.isSkipped)) struct ReportInBrowserTests {
  /// Measures the report in a frame as wide as a phone; the frame may run a script, the report not.
  private static let phone = """
    <!DOCTYPE html><body>
    <iframe id="phone" src="out/report.html" style="width:390px;height:844px;border:0"></iframe>
    <script>onload = () => {
      const page = document.getElementById("phone").contentDocument
      document.body.dataset.room = page.documentElement.clientWidth
      document.body.dataset.width = page.documentElement.scrollWidth
      document.body.dataset.sections = page.querySelectorAll("section").length
      document.body.dataset.ids = page.querySelectorAll("nav a").length
    }</script>
    """

  private func report(_ tool: CommandLineTool) throws {
    let result = try tool.run(["filter", tool.examples, "-o", "out", "--show-examples", "-q"])
    try #require(result.status == 0)
  }

  @Test func `makes no request and says nothing to the console`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try report(tool)
    let visit = try HeadlessBrowser().open("out/report.html", in: tool.folder)
    #expect(visit.console == [])
    #expect(visit.requests == [])
    #expect(visit.elements.contains("<h2>How to reproduce</h2>"))
    #expect(!visit.elements.contains("<script"))
  }

  @Test func `fits a phone without scrolling sideways`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try report(tool)
    try tool.write(Self.phone, to: "phone.html")
    let visit = try HeadlessBrowser().open("phone.html", in: tool.folder)
    let room = try #require(value("room", visit))
    #expect((360...390).contains(room))
    #expect(value("width", visit) == room)
    // Every section of the report is in use on the example corpus.
    #expect(value("ids", visit) == 13)
    #expect(value("sections", visit) == 14)
  }

  /// Without this the two above could not fail.
  @Test func `a page that asks and errs is noticed`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let page = """
      <!DOCTYPE html><img src="http://127.0.0.1:9/kettle.png">
      <script>throw new Error("kettle")</script>
      """
    try tool.write(page, to: "page.html")
    let visit = try HeadlessBrowser().open("page.html", in: tool.folder)
    #expect(visit.console.contains { $0.contains("Uncaught Error: kettle") })
    #expect(visit.requests == ["http://127.0.0.1:9/kettle.png"])
  }

  private func value(_ name: String, _ visit: HeadlessBrowser.Visit) -> Int? {
    guard let start = visit.elements.range(of: "data-\(name)=\"") else { return nil }
    return Int(visit.elements[start.upperBound...].prefix { $0 != "\"" })
  }
}
