import TextViews

/// The phrases of all detectors of a policy in one automaton a view; shared by all requests.
package struct PhraseProgram: Sendable {
  /// A phrase as a list gives it.
  package struct Term: Sendable, Hashable {
    package var text: String
    /// The detector's place in the policy.
    package var detector: Int
    package var views: Set<StreamView>
    /// 0 to 1; what a hit is worth.
    package var weight: Double

    package init(
      text: String,
      detector: Int,
      views: Set<StreamView>,
      weight: Double = 1
    ) {
      self.text = text
      self.detector = detector
      self.views = views
      self.weight = weight
    }
  }

  /// What a phrase of an automaton stands for.
  struct Posting: Sendable {
    var term: Int
    var view: StreamView
    var words: Int
  }

  /// Turned or reversed phrases shorter than this are other words too often.
  static let shortestTurned = 8

  package let terms: [Term]
  /// Phrases that no text can hold in any of their views, such as those without letter or figure.
  package let unmatchable: [Term]
  let folded: PhraseAutomaton
  let skeleton: PhraseAutomaton
  let squeezed: PhraseAutomaton
  let foldedPostings: [Posting]
  let skeletonPostings: [Posting]
  let squeezedPostings: [Posting]
  let invisibleRun: Int
  let gapRun: Int

  /// Compiles phrases through the same lanes that texts go through, so that both meet.
  ///
  /// - Parameters:
  ///   - terms: Phrases; those that can match nothing are in `unmatchable`.
  ///   - invisibleRun: Invisible characters in a row that are passed over.
  ///   - gapRun: Signs and spaces in a row that part words of a phrase.
  /// - Complexity: Linear in the text of the phrases.
  package init(_ terms: [Term], invisibleRun: Int, gapRun: Int) {
    self.terms = terms
    self.invisibleRun = invisibleRun
    self.gapRun = gapRun
    var compiler = PhraseCompiler(invisibleRun: invisibleRun, gapRun: gapRun)
    var unmatchable: [Term] = []
    for (number, term) in terms.enumerated() where !compiler.add(term, number) {
      unmatchable.append(term)
    }
    self.unmatchable = unmatchable
    folded = PhraseAutomaton(compiler.folded)
    skeleton = PhraseAutomaton(compiler.skeleton)
    squeezed = PhraseAutomaton(compiler.squeezed)
    foldedPostings = compiler.foldedPostings
    skeletonPostings = compiler.skeletonPostings
    squeezedPostings = compiler.squeezedPostings
  }

  package var isEmpty: Bool { terms.isEmpty }

  /// Characters of a text that may have to wait for a phrase of one detector to be certain.
  ///
  /// `L × (1 + max(K, G))` in the folded view, `L × (1 + 2K)` in the skeleton and
  /// `L × (1 + 2K + G)` in the squeezed one, with `L` the longest phrase in symbols, `K` invisible
  /// characters and `G` signs in a row; what the first words of a text wait for in the skeleton; and
  /// the characters of look-ahead.
  package func holdBound(ofDetector detector: Int) -> Int {
    func longest(_ automaton: PhraseAutomaton, _ postings: [Posting]) -> Int {
      let own = postings.indices.filter { terms[postings[$0].term].detector == detector }
      return own.map { automaton.length(of: $0) }.max() ?? 0
    }
    return bound(
      longest(folded, foldedPostings),
      longest(skeleton, skeletonPostings),
      longest(squeezed, squeezedPostings)
    )
  }

  private func bound(_ folded: Int, _ skeleton: Int, _ squeezed: Int) -> Int {
    let (k, g) = (invisibleRun, gapRun)
    return Swift.max(
      folded * (1 + Swift.max(k, g)),
      skeleton * (1 + 2 * k),
      skeleton > 0 ? OpeningScript.reach : 0,
      squeezed * (1 + 2 * k + g)
    ) + k + 5
  }
}
