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
    var fresh: [String: CardFence] = [:]
    var order: [String] = []
    for case .fence(let fence) in try CardFence.pieces(of: newBody, file: file) {
      fresh[fence.id] = fence
      order.append(fence.id)
    }
    var pieces: [CardFence.Piece] = []
    var notes: [String] = []
    for piece in try CardFence.pieces(of: oldBody, file: file) {
      guard case .fence(let fence) = piece else {
        pieces.append(piece)
        continue
      }
      guard let now = fresh.removeValue(forKey: fence.id) else {
        notes.append("the block `\(fence.id)` is no longer made and was taken out")
        continue
      }
      if fence.isEdited, fence.owner == .auto {
        throw Self.edited("the block `\(fence.id)`", fence.content, now.content, "the log", file)
      }
      if fence.isEdited {
        notes.append("the section `\(fence.id)` was edited in the card and is kept as it is")
        pieces.append(.fence(fence))
      } else {
        pieces.append(.fence(now))
      }
    }
    for id in order {
      guard let added = fresh[id] else { continue }
      notes.append("the block `\(id)` is new and stands at the end")
      pieces.insert(.fence(added), at: pieces.count - 1)
      pieces.insert(.outside(""), at: pieces.count - 2)
    }
    text = CardFrontMatter.join(front, CardFence.joined(pieces))
    self.notes = notes
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
