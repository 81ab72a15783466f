extension OutcomeTotals {
  private static var fields: [WritableKeyPath<OutcomeTotals, Int>] {
    [
      \.documents, \.bytes, \.scalars, \.kept, \.keptBytes, \.removed, \.withheld, \.redacted,
      \.annotated, \.quarantined,
    ]
  }

  func encode(to encoder: inout StateEncoder) {
    for field in Self.fields { encoder.integer(self[keyPath: field]) }
  }

  init(from decoder: inout StateDecoder) throws {
    self.init()
    for field in Self.fields { self[keyPath: field] = try decoder.integer() }
  }
}

extension RuleCounts {
  private static var fields: [WritableKeyPath<RuleCounts, Int>] {
    [\.measured, \.unknown, \.failed, \.failedAlone, \.documentsWithSpans, \.spans]
  }

  func encode(to encoder: inout StateEncoder) {
    for field in Self.fields { encoder.integer(self[keyPath: field]) }
  }

  init(from decoder: inout StateDecoder) throws {
    self.init()
    for field in Self.fields { self[keyPath: field] = try decoder.integer() }
  }
}

extension BiasTally.Group {
  private static var fields: [WritableKeyPath<BiasTally.Group, Int>] {
    [
      \.mentions, \.mentionsRemoved, \.mentionsRemovedAsToxic, \.others, \.othersRemoved,
      \.othersRemovedAsToxic,
    ]
  }

  func encode(to encoder: inout StateEncoder) {
    for field in Self.fields { encoder.integer(self[keyPath: field]) }
  }

  mutating func decode(from decoder: inout StateDecoder) throws {
    for field in Self.fields { self[keyPath: field] = try decoder.integer() }
  }
}

extension LanguageTally {
  func encode(to encoder: inout StateEncoder) {
    encoder.integer(rows.count)
    for row in rows + [untagged] {
      encoder.string(row.language)
      encoder.integer(row.kept)
      encoder.integer(row.removed)
    }
  }

  init(from decoder: inout StateDecoder) throws {
    self.init()
    for _ in 0..<(try decoder.integer(atMost: Self.limit)) {
      rows.append(try Row(from: &decoder))
    }
    untagged = try Row(from: &decoder)
  }
}

extension LanguageTally.Row {
  fileprivate init(from decoder: inout StateDecoder) throws {
    language = try decoder.string(atMost: 64)
    kept = try decoder.integer()
    removed = try decoder.integer()
  }
}

extension QuarantineTally {
  func encode(to encoder: inout StateEncoder) {
    encoder.integer(rows.count)
    for row in rows {
      encoder.string(row.code)
      encoder.integer(row.count)
    }
  }

  init(from decoder: inout StateDecoder) throws {
    self.init()
    for _ in 0..<(try decoder.integer(atMost: Self.limit)) {
      rows.append(Row(code: try decoder.string(atMost: 1024), count: try decoder.integer()))
    }
  }
}
