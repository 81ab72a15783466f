import Foundation
import Testing

/// The committed example of a card, and its page in a browser.
@Suite struct CardPageTests {
  private var examples: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path + "/reports/examples"
  }

  @Test(arguments: ["gemma-demo", "classifiers", "corpus"])
  func `makes the committed card again from its evidence`(name: String) throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let folder = "\(examples)/\(name)"
    let made = try tool.run([
      "card", "generate", "--evidence", "\(folder)/card.evidence.json", "--folder",
      "\(folder)/card", "--out", "again", "-q",
    ])
    #expect(made.status == 0, "\(made.errors)")
    let files = try tool.files(in: "again")
    #expect(files.count >= 4)
    for (file, bytes) in files {
      let committed = FileManager.default.contents(atPath: "\(folder)/\(file)")
      #expect(committed == bytes, "\(name)/\(file): call scripts/cards")
    }
    let key = "\(folder)/audit.key.pub"
    let verified = try tool.run(["card", "verify", folder, "--key", key])
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test(.enabled(if: !HeadlessBrowser.isSkipped))
  func `makes no request, says nothing to the console and fits a phone`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let page = try String(contentsOfFile: "\(examples)/gemma-demo/model-card.html", encoding: .utf8)
    try tool.write(page, to: "card.html")
    try tool.write(Self.phone, to: "phone.html")
    let visit = try HeadlessBrowser().open("card.html", in: tool.folder)
    #expect(visit.console == [])
    #expect(visit.requests == [])
    #expect(visit.elements.contains("<h2>Ethics and Safety</h2>"))
    let phone = try HeadlessBrowser().open("phone.html", in: tool.folder)
    #expect(
      phone.elements.contains("data-room=\"375\"") || phone.elements.contains("data-room=\"390\"")
    )
    #expect(phone.elements.contains("data-fits=\"true\""))
  }

  private static let phone = """
    <!DOCTYPE html><body>
    <iframe id="phone" src="card.html" style="width:390px;height:844px;border:0"></iframe>
    <script>onload = () => {
      const page = document.getElementById("phone").contentDocument.documentElement
      document.body.dataset.room = page.clientWidth
      document.body.dataset.fits = page.scrollWidth <= page.clientWidth
    }</script>
    """
}
