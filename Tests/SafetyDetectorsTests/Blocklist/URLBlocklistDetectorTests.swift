import Diagnostics
import SafetyCore
import SafetyDetectors
import Testing

/// Hosts and addresses against lists.
struct URLBlocklistDetectorTests {
  private func list(_ text: String) throws -> URLBlocklist {
    try URLBlocklist(parsing: Array(text.utf8), file: "list")
  }

  private func value(_ url: String?, requireURL: Bool = false) throws -> Double {
    let settings = DetectorSettings(["require_url": .boolean(requireURL)])
    let lists = [
      try list("kettle.example\n# a comment\nWWW.Spoon.Example # another\n192.0.2.7\n"),
      try list("127.0.0.1 localhost\n0.0.0.0 pan.example\n\nmixed.example/silver/dance\n"),
    ]
    let detector = URLBlocklistDetector(settings: settings, lists: lists)
    return try DetectorRun(detector, "text", url: url)["url-blocklist/list"]
  }

  @Test(arguments: [
    ("https://kettle.example/tea", 1.0), ("http://a.b.KETTLE.example.:8080", 1),
    ("spoon.example", 1), ("https://user@www.spoon.example?q", 1), ("http://192.0.2.7/x", 1),
    ("//pan.example/", 2), ("https://mixed.example/silver/dance/floor?x=1#y", 2),
    ("https://mixed.example/silver", 0), ("https://mixed.example/silver/dancer", 0),
    ("https://nokettle.example", 0), ("https://example", 0), ("http://1.192.0.2.7", 0),
    ("https://kettle.example.org", 0),
  ])
  func `names the first list with the host or a domain above it`(url: String, list: Double) throws {
    #expect(try value(url) == list)
  }

  @Test func `leaves what is no address unknown`() throws {
    #expect(try value("https://").isNaN)
    #expect(try value("https://two words/").isNaN)
    #expect(try value(nil) == 0)
    #expect(try value(nil, requireURL: true).isNaN)
  }

  @Test(arguments: [
    "\u{FEFF}kettle.example", "*.kettle.example", ".kettle.example",
    "0.0.0.0 pan.example kettle.example # both\n", "fe80::1%lo0 localhost\n::1 kettle.example",
    "255.255.255.255 broadcasthost\r\nkettle.example\r\n",
  ])
  func `reads what lists are written like`(text: String) throws {
    let address = try #require(URLAddress("https://a.kettle.example/tea".utf8))
    #expect(try list(text).contains(address))
  }

  @Test func `reads comments in any encoding`() throws {
    let bytes = [UInt8(ascii: "#"), 0xE9, 10] + Array("kettle.example".utf8)
    #expect(try URLBlocklist(parsing: bytes, file: "list").count == 1)
    #expect(URLBlocklist(merging: [try list("a.example"), try list("b.example/c")]).count == 2)
  }

  @Test(arguments: ["com", "*.com", "https://", "a.example\nb..example\norg"])
  func `refuses an entry that would block a whole top-level domain`(text: String) {
    #expect(throws: Diagnostic.self) { try list(text) }
  }
}
