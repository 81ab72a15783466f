import Foundation
import Testing

/// Chromium without a window: what a page says to the console and asks of the network.
struct HeadlessBrowser {
  struct Visit {
    /// The page's elements after it was loaded.
    var elements: String
    /// Lines that the page, or the browser about the page, wrote to the console.
    var console: [String]
    /// Addresses that the page asked for over a network; the browser's own calls home are not in it.
    var requests: [String]
  }

  /// Set to any value where no browser can be had; `scripts/test` installs one.
  static let isSkipped = ProcessInfo.processInfo.environment["SKIP_BROWSER_TESTS"] != nil

  private let program: String

  init() throws {
    let named = ProcessInfo.processInfo.environment["CHROMIUM"].map { [$0] } ?? []
    let usual = ["chromium", "chromium-browser", "google-chrome"].map { "/usr/bin/\($0)" }
    program = try #require(
      (named + usual).first { FileManager.default.isExecutableFile(atPath: $0) },
      "no Chromium: call scripts/test, name one in CHROMIUM, or set SKIP_BROWSER_TESTS"
    )
  }

  /// Opens a page with a profile of its own, which stays in the folder.
  func open(_ page: String, in folder: String) throws -> Visit {
    let log = "\(folder)/net-log.json"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--disable-extensions", "--no-first-run",
      "--disable-background-networking", "--disable-component-update",
      "--allow-file-access-from-files", "--user-data-dir=\(folder)/profile",
      "--enable-logging=stderr", "--log-net-log=\(log)", "--dump-dom", "file://\(folder)/\(page)",
    ]
    let files = ["dom", "errors"].map { "\(folder)/.browser-\($0)" }
    for file in files { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: files[0])
    process.standardError = FileHandle(forWritingAtPath: files[1])
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let errors = try String(contentsOfFile: files[1], encoding: .utf8)
    return Visit(
      elements: try String(contentsOfFile: files[0], encoding: .utf8),
      console: errors.split(separator: "\n").map(String.init).filter { $0.contains("CONSOLE") },
      requests: try Self.requests(in: log)
    )
  }

  /// A request of a page has the page's origin as its initiator.
  private static func requests(in log: String) throws -> [String] {
    let data = try Data(contentsOf: URL(fileURLWithPath: log))
    let content = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let events = try #require(content["events"] as? [[String: Any]])
    return events.compactMap { event in
      guard let params = event["params"] as? [String: Any], let url = params["url"] as? String,
        let initiator = params["initiator"] as? String, initiator.hasPrefix("file://")
      else { return nil }
      return url
    }
  }
}
