/// A key of a task's results: a metric, the filter of its answers, and whether it is an error.
struct LMEvalKey {
  /// As it is recorded: with its filter, unless that is `none`.
  let metric: String
  /// Without its filter.
  let plain: String
  let isError: Bool
  private let filter: String

  /// Nil for keys that are no figures, such as `alias`.
  init?(_ key: String) {
    guard let comma = key.lastIndex(of: ",") else { return nil }
    let name = String(key[..<comma])
    filter = String(key[key.index(after: comma)...])
    guard !name.isEmpty, !filter.isEmpty else { return nil }
    isError = name.hasSuffix("_stderr")
    plain = name
    metric = filter == "none" ? name : key
  }

  var errorKey: String { "\(plain)_stderr,\(filter)" }
}
