import ArgumentParser

/// A command that is `filter` under a policy of its own.
protocol FilterPurpose: ParsableCommand {
  /// The shipped policy without --policy.
  static var policy: String { get }
  var filter: FilterCommand { get }
}

extension FilterPurpose {
  func run() throws {
    var filter = filter
    filter.policy = filter.policy ?? Self.policy
    try filter.run()
  }
}
