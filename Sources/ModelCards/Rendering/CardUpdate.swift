import Diagnostics

/// Brings a card that is there up to date: the program's blocks anew, a person's text untouched.
package struct CardUpdate: Sendable {
  package var text: String
  /// What a person should know, such as a section that was edited in the card itself.
  package var notes: [String] = []

  /// Joins what is there with what was made now.
  ///
  /// - Parameters:
  ///   - old: The file's present text.
  ///   - new: The card as it is laid out anew.
  ///   - file: For the places of problems.
  /// - Throws: `card/edited-block` with the difference where somebody changed an automatic block;
  ///   `card/foreign` and `card/broken-fence`.
  package init(old: String, new: String, file: String) throws {
    let (_, isFrontEdited, oldBody) = try CardFrontMatter.split(old, file: file)
    let (front, _, newBody) = try CardFrontMatter.split(new, file: file)
    if isFrontEdited {
      let oldFront = FrontMatter.split(old).yaml ?? ""
      throw Self.edited("the front matter", oldFront, front, "card.yaml", file)
    }
    var fresh = try CardFence.pieces(of: newBody, file: file).compactMap {
      if case .fence(let fence) = $0 { fence } else { nil }
    }
    var pieces: [CardFence.Piece] = []
    text = ""
    for piece in try CardFence.pieces(of: oldBody, file: file) {
      guard case .fence(let fence) = piece else {
        pieces.append(piece)
        continue
      }
      guard let place = fresh.firstIndex(where: { $0.id == fence.id }) else {
        if let text = try left(of: fence, file) { pieces.append(.outside(text)) }
        continue
      }
      pieces.append(.fence(try kept(fence, or: fresh.remove(at: place), file)))
    }
    for added in fresh {
      notes.append("the block `\(added.id)` is new and stands at the end")
      var end = pieces.count
      if case .outside = pieces.last { end -= 1 }
      pieces.insert(contentsOf: [.outside(""), .fence(added)], at: end)
    }
    text = CardFrontMatter.join(front, CardFence.joined(pieces))
  }

  /// What stays of a fence that is no longer made: what a person wrote into it.
  private mutating func left(of fence: CardFence, _ file: String) throws -> String? {
    guard fence.isEdited else {
      notes.append("the block `\(fence.id)` is no longer made and was taken out")
      return nil
    }
    guard fence.owner != .auto else {
      throw Self.edited("the block `\(fence.id)`", fence.content, "", "the log", file)
    }
    notes.append(
      "the section `\(fence.id)` is no longer made; it was edited in the card, and its text is kept"
    )
    return fence.content
  }

  /// The present fence where a person edited it, else what was made now.
  private mutating func kept(
    _ fence: CardFence,
    or now: CardFence,
    _ file: String
  ) throws -> CardFence {
    guard fence.isEdited else { return now }
    guard fence.owner != .auto else {
      throw Self.edited("the block `\(fence.id)`", fence.content, now.content, "the log", file)
    }
    notes.append("the section `\(fence.id)` was edited in the card and is kept as it is")
    return fence
  }

  private static func edited(
    _ what: String,
    _ old: String,
    _ new: String,
    _ source: String,
    _ file: String
  ) -> Diagnostic {
    Diagnostic(
      "card/edited-block",
      "\(what) was edited by hand; what it would be stands behind plus signs:\n"
        + LineDifference.text(old, new),
      at: .init(file: file),
      hint: "change \(source) instead, and undo the edit; nothing was written"
    )
  }
}
