/// A part of a card that is made from evidence, in a form that every renderer can write.
package struct CardBlock: Sendable, Hashable {
  /// What the block's fence and the template call it, such as `safety`.
  package var id: String
  package var parts: [CardPart]
  /// Whether there is evidence for it; a block without says what is missing.
  package var hasEvidence: Bool

  package init(_ id: String, _ parts: [CardPart], hasEvidence: Bool = true) {
    self.id = id
    self.parts = parts
    self.hasEvidence = hasEvidence
  }

  /// The tables of the block in order.
  package var tables: [CardTable] {
    parts.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }
}

/// One piece of a block; texts are Markdown without line feeds.
package enum CardPart: Sendable, Hashable {
  case text(String)
  case bullets([String])
  case table(CardTable)
  /// A drawing by the name of its file, without folder and ending.
  case plot(name: String, description: String, svg: String)
}

/// A table whose cells name the events that prove them.
package struct CardTable: Sendable, Hashable {
  package var columns: [String]
  package var rows: [[CardCell]]
  /// Columns of figures, which stand to the right.
  package var figures: Set<Int>

  package init(_ columns: [String], figures: Set<Int> = [], rows: [[CardCell]]) {
    self.columns = columns
    self.figures = figures
    self.rows = rows
  }
}

/// A text and the events that it was made from.
package struct CardCell: Sendable, Hashable, ExpressibleByStringLiteral {
  package var text: String
  package var evidence: [Int]

  package init(_ text: String, _ evidence: Int...) {
    self.text = text
    self.evidence = evidence
  }

  package init(_ text: String, evidence: [Int]) {
    self.text = text
    self.evidence = evidence
  }

  package init(stringLiteral value: String) { self.init(value) }
}
