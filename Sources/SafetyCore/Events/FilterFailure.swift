/// One rule that failed on a document: what was measured, what is allowed, where it stands.
package struct FilterFailure: Sendable, Hashable {
  /// Spans written out for each failure; the rest is only counted.
  package static let spanLimit = 16

  /// The rule's flat name, such as `personal-data/email`.
  package var rule: String
  package var category: String
  /// What the document is a copy of, where the rule knows.
  package var original: OriginalDocument?
  /// A decimal, or `unknown` where nothing was measured.
  package var value: String
  package var minimum: String?
  package var maximum: String?
  /// The policy's action for the rule.
  package var action: String
  /// Byte ranges of the original text, at most `spanLimit` of them.
  package private(set) var spans: [Range<Int>]
  /// All spans, those not written out included.
  package private(set) var spanCount: Int
  /// What each of `spans` repeats, in the same order; empty for rules that compare with nothing.
  package private(set) var origins: [EvidenceOrigin]

  /// Takes numbers as measured and keeps the first `spanLimit` spans.
  package init(
    rule: String,
    category: String,
    original: OriginalDocument? = nil,
    value: Double,
    minimum: Double? = nil,
    maximum: Double? = nil,
    action: String,
    spans: [Range<Int>] = [],
    origins: [EvidenceOrigin] = []
  ) {
    self.rule = rule
    self.category = category
    self.original = original
    self.value = decimal(value)
    self.minimum = minimum.map(decimal)
    self.maximum = maximum.map(decimal)
    self.action = action
    self.spans = Array(spans.prefix(Self.spanLimit))
    spanCount = spans.count
    self.origins = origins.count == spans.count ? Array(origins.prefix(Self.spanLimit)) : []
  }

  var canonical: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "rule": .string(rule), "category": .string(category), "value": .string(value),
      "action": .string(action), "span_count": .integer(spanCount),
      "spans": .array(spans.map { [.integer($0.lowerBound), .integer($0.upperBound)] }),
    ]
    members["original"] = original?.canonical
    members["minimum"] = minimum.map { .string($0) }
    members["maximum"] = maximum.map { .string($0) }
    // Only where there are some, so that events of other rules stay as they were.
    if !origins.isEmpty {
      members["origins"] = .array(
        origins.map { ["benchmark": .string($0.benchmark), "item": .string($0.item)] }
      )
    }
    return .object(members)
  }

  init(reading members: EventMembers) throws {
    rule = try members.string("rule")
    category = try members.string("category")
    original = try members.optionalObject("original").map { try OriginalDocument(reading: $0) }
    value = try members.string("value")
    minimum = try members.optionalString("minimum")
    maximum = try members.optionalString("maximum")
    action = try members.string("action")
    spanCount = try members.count("span_count")
    spans = try members.array("spans").map { span in
      guard case .array(let ends) = span, ends.count == 2, case .integer(let start) = ends[0],
        case .integer(let end) = ends[1], 0 <= start, start <= end
      else { throw members.problem("event/wrong-type", "`spans` holds what is no byte range") }
      return start..<end
    }
    origins = try members.has("origins") ? Self.origins(members.objects("origins")) : []
    guard origins.isEmpty || origins.count == spans.count else {
      throw members.problem("event/wrong-type", "`origins` are not as many as `spans`")
    }
  }

  private static func origins(_ members: [EventMembers]) throws -> [EvidenceOrigin] {
    try members.map {
      EvidenceOrigin(benchmark: try $0.string("benchmark"), item: try $0.string("item"))
    }
  }
}
