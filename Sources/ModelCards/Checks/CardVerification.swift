import AuditLog

/// What the check of a card against its bundle found.
package struct CardVerification: Sendable, Hashable {
  /// A file beside the card of which something was not held against the evidence.
  package struct UncheckedFile: Sendable, Hashable {
    package var name: String
    /// Why, or how far it was checked.
    package var reason: String
    /// Whether it is a page or a form that no key given has signed, in any state.
    package var lacksSignature: Bool
  }

  /// A part that another version wrote just so, as a key of the evidence has signed.
  package struct OtherLayout: Sendable, Hashable {
    /// A block, `front-matter` or a file.
    package var part: String
    /// What this version would write otherwise.
    package var differences: [CardProblem]
  }

  package private(set) var evidence: EvidenceReport
  /// The layout of the card; nil where no key of the evidence has signed which it is.
  package private(set) var layout: Int?
  package private(set) var problems: [CardProblem] = []
  /// Parts that this version cannot make again, and so cannot prove.
  package private(set) var otherLayouts: [OtherLayout] = []
  /// Cells with evidence that are as the evidence has them.
  package private(set) var proved = 0
  /// Names of files beside the card that were held against the evidence.
  package private(set) var checkedFiles: [String] = []
  package private(set) var uncheckedFiles: [UncheckedFile] = []

  /// `tampered` where anything differs; `incomplete` where a key has signed the evidence, but parts are
  /// of another layout or pages are not signed; else what the evidence itself came to.
  package var outcome: VerificationReport.Outcome {
    guard problems.isEmpty else { return .tampered }
    // Whoever takes the manifest out can change what only the manifest vouches for.
    let isPartial = !otherLayouts.isEmpty || uncheckedFiles.contains(where: \.lacksSignature)
    return evidence.outcome == .ok && isPartial ? .incomplete : evidence.outcome
  }

  /// Checks a card against bundle and keys: signature, checkpoint, proofs, then every figure.
  ///
  /// - Parameters:
  ///   - card: The text of `README.md`.
  ///   - files: What was made with the card and lies beside it.
  ///   - bundle: Of `card.evidence.json`.
  ///   - keys: Whose signature is asked for.
  ///   - file: The card's name, for the places of problems.
  /// - Throws: `card/foreign`, `card/broken-fence` and what a broken bundle throws.
  package init(
    card: String,
    files: [CardFile] = [],
    bundle: EvidenceBundle,
    keys: [NoteVerifier],
    file: String
  ) throws {
    evidence = try bundle.verify(keys: keys)
    let manifest =
      evidence.outcome == .ok ? CardManifest(in: bundle, signedBy: evidence.signedBy) : nil
    layout = manifest?.layout
    // What this version wrote it makes again, so that no signature excuses a difference.
    let other = layout == CardManifest.currentLayout ? nil : manifest
    let source = try CardSource(bundle, file: "card.evidence.json")
    let (front, _, body) = try CardFrontMatter.split(card, file: file)
    add(
      FrontMatterComparison.problems(found: front, expected: HubFrontMatter.text(source)),
      of: "front-matter",
      isOther: other?.holds(.frontMatter, front.utf8) ?? false
    )
    let pieces = try CardFence.pieces(of: body, file: file)
    let (blocks, sections) = divide(pieces)
    compare(blocks, source, other)
    compareFences(pieces, manifest)
    guard !files.isEmpty else { return }
    compare(files, CardFileComparison(source, sections: sections), manifest)
  }

  /// Takes differences in, as those of a layout where a key has signed the part as it is.
  private mutating func add(_ differences: [CardProblem], of part: String, isOther: Bool) {
    guard !differences.isEmpty else { return }
    if isOther {
      otherLayouts.append(OtherLayout(part: part, differences: differences))
    } else {
      problems += differences
    }
  }

  /// The automatic blocks of a card and the sections of people, in which no figure is proved.
  private mutating func divide(
    _ pieces: [CardFence.Piece]
  ) -> (blocks: [String: [String]], sections: [String: String]) {
    var blocks: [String: [String]] = [:]
    var sections: [String: String] = [:]
    for piece in pieces {
      switch piece {
      case .outside(let text): refuseMarks(in: text, block: "text")
      case .fence(let fence) where fence.owner == .human:
        sections[fence.id] = fence.content
        refuseMarks(in: fence.content, block: fence.id)
      case .fence(let fence): blocks[fence.id, default: []].append(fence.content)
      }
    }
    return (blocks, sections)
  }

  /// Marks say that a figure is proved, which nothing outside the automatic blocks is.
  private mutating func refuseMarks(in text: String, block: String) {
    for line in text.split(whereSeparator: \.isNewline) where EvidenceMark.isIn(line) {
      problems.append(
        CardProblem(kind: .unproved, block: block, found: MarkdownTable.trimmed(line))
      )
    }
  }

  private mutating func compare(
    _ fences: [String: [String]],
    _ source: CardSource,
    _ other: CardManifest?
  ) {
    var fences = fences
    var lost = Set(other?.blocks ?? []).subtracting(fences.keys)
    for block in CardBlocks.make(source) {
      let found = fences.removeValue(forKey: block.id) ?? []
      guard found.count == 1 else {
        let isLost = lost.remove(block.id) != nil
        add(
          found.isEmpty
            ? [CardProblem(kind: .missing, block: block.id)]
            : [CardProblem(kind: .unproved, block: block.id, found: "a second block")],
          of: block.id,
          isOther: found.isEmpty && other != nil && !isLost
        )
        continue
      }
      let comparison = BlockComparison(block: block, text: found[0])
      proved += comparison.proved
      let isOther = other?.holds(.block(block.id), found[0].utf8) ?? false
      add(comparison.problems, of: block.id, isOther: isOther)
    }
    for (id, found) in fences.sorted(by: { $0.key < $1.key }) {
      let isOther = found.count == 1 && other?.holds(.block(id), found[0].utf8) ?? false
      add([CardProblem(kind: .unproved, block: id)], of: id, isOther: isOther)
    }
    problems += lost.sorted().map { CardProblem(kind: .missing, block: $0) }
  }

  /// The comments around blocks, and, where a key has signed it, the order of the blocks: under another
  /// heading a block says something else.
  private mutating func compareFences(_ pieces: [CardFence.Piece], _ manifest: CardManifest?) {
    let named = Set(problems.map(\.block))
    for case .fence(let fence) in pieces where fence.owner == .auto && fence.isEdited {
      // What was changed in the block itself is named already, and so is what another layout wrote.
      guard !named.contains(fence.id), !otherLayouts.contains(where: { $0.part == fence.id })
      else { continue }
      problems.append(
        CardProblem(
          kind: .edited,
          block: fence.id,
          found: "sha256=\(fence.digest)",
          expected: "sha256=\(CardFence.digest(of: fence.content))"
        )
      )
    }
    guard let signed = manifest?.digest(of: .order), signed != CardManifest.order(of: pieces),
      problems.isEmpty
    else { return }
    problems.append(
      CardProblem(
        kind: .swapped,
        block: "order of the blocks",
        found: "another order",
        expected: "the one that was signed"
      )
    )
  }

  private mutating func compare(
    _ files: [CardFile],
    _ comparison: CardFileComparison,
    _ manifest: CardManifest?
  ) {
    let other = layout == CardManifest.currentLayout ? nil : manifest
    for file in files {
      let signed = manifest?.digest(of: .file(file.name))
      let result = comparison.compare(file, signed: signed)
      let isOther = other?.holds(.file(file.name), file.bytes) ?? false
      add(result.problems, of: file.name, isOther: isOther)
      if isOther, !result.problems.isEmpty { continue }
      if let reason = result.unchecked {
        uncheckedFiles.append(
          UncheckedFile(name: file.name, reason: reason, lacksSignature: result.lacksSignature)
        )
      } else {
        checkedFiles.append(file.name)
      }
    }
  }
}
