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

/// One piece of a block.
package enum CardPart: Sendable, Hashable {
  case text(MarkdownText)
  case bullets([MarkdownText])
  case table(CardTable)
  /// A drawing by the name of its file, without folder and ending.
  case plot(name: String, description: String, svg: String)
}

/// A table whose cells name the events that prove them.
package struct CardTable: Sendable, Hashable {
  package var columns: [MarkdownText]
  package var rows: [[CardCell]]
  /// Columns of figures, which stand to the right.
  package var figures: Set<Int>

  package init(_ columns: [MarkdownText], figures: Set<Int> = [], rows: [[CardCell]]) {
    self.columns = columns
    self.figures = figures
    self.rows = rows
  }
}

/// A text and the events that it was made from.
package struct CardCell: Sendable, Hashable, ExpressibleByStringLiteral {
  package var text: MarkdownText
  package var evidence: [Int]

  package init(_ text: MarkdownText, _ evidence: Int...) {
    self.init(text, evidence: evidence)
  }

  package init(_ text: MarkdownText, evidence: [Int]) {
    self.text = text
    self.evidence = evidence
  }

  /// Shows a text as it is.
  package init(plain text: String, _ evidence: Int...) {
    self.init("\(text)", evidence: evidence)
  }

  package init(stringLiteral value: String) { self.init(MarkdownText(stringLiteral: value)) }
}
