import Foundation

/// Results that lm-eval and Inspect wrote, made by `scripts/goldens/harness_logs.py`.
enum HarnessFixture {
  /// 2026-12-01, a day after the files were made.
  static let now = 1_796_083_200

  static func bytes(_ name: String) throws -> [UInt8] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/Harnesses/\(name).json")
    return Array(try Data(contentsOf: file))
  }

  /// The file with one value replaced, by the keys that lead to it; nil takes it away.
  static func changed(_ name: String, _ path: [String], to value: Any?) throws -> [UInt8] {
    try changed(bytes(name), path, to: value)
  }

  static func changed(_ bytes: [UInt8], _ path: [String], to value: Any?) throws -> [UInt8] {
    let content = try JSONSerialization.jsonObject(with: Data(bytes))
    let changed = change(content, path[...], value)
    return Array(try JSONSerialization.data(withJSONObject: changed))
  }

  private static func change(_ content: Any, _ path: ArraySlice<String>, _ value: Any?) -> Any {
    guard let key = path.first else { return value ?? NSNull() }
    if let list = content as? [Any], let index = Int(key) {
      var list = list
      list[index] = change(list[index], path.dropFirst(), value)
      return list
    }
    var members = content as? [String: Any] ?? [:]
    if path.count == 1, value == nil {
      members[key] = nil
    } else {
      members[key] = change(members[key] ?? [String: Any](), path.dropFirst(), value)
    }
    return members
  }
}
