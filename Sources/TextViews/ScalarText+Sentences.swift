import CTextKernels

// A sentence ends at a terminal sign that stands apart from its word, and a new one begins with
// the next sign that is no punctuation. A sign stands apart where only closing signs separate it
// from white space or only opening ones precede it; a full stop moreover only after a lower-case
// letter, a digit, a closing sign, a degree or two capitals, not in an ellipsis, and not in a known
// abbreviation, which may follow a joint as in `km/s.`. `lower.Upper` is cut unless it looks like a
// host name.
extension ScalarText {
  private static let abbreviations: Set<[UInt32]> = {
    let listed = """
      10a.m. 10p.m. 11a.m. 11p.m. 12a.m. 12p.m. 1a.m. 1p.m. 2a.m. 2p.m. 3a.m. 3p.m. 4a.m. 4p.m. \
      5a.m. 5p.m. 6a.m. 6p.m. 7a.m. 7p.m. 8a.m. 8p.m. 9a.m. 9p.m. Adm. Ak. Ala. Apr. Ariz. Ark. \
      Aug. Bros. Calif. Co. Colo. Conn. Corp. D.C. Dec. Del. Dr. E.G. E.g. Feb. Fla. Ga. Gen. \
      Gov. I.E. I.e. Ia. Id. Ill. Inc. Ind. Jan. Jr. Jul. Jun. Kan. Kans. Ky. La. Ltd. Mar. Mass. \
      Md. Messrs. Mich. Minn. Miss. Mo. Mont. Mr. Mrs. Ms. Mt. N.C. N.D. N.H. N.J. N.M. N.Y. Neb. \
      Nebr. Nev. Nov. Oct. Okla. Ore. Pa. Ph.D. Prof. Rep. Rev. S.C. Sen. Sep. Sept. St. Tenn. \
      Va. Wash. Wis. a. a.m. b. c. co. d. e. e.g. f. g. h. i. i.e. j. k. l. m. n. o. p. p.m. q. \
      r. s. t. u. v. v.s. vs. w. x. y. z.
      """
    return Set(listed.split(separator: " ").map { $0.unicodeScalars.map(\.value) })
  }()

  /// Sentences of the whole text taken as one line; at least 1.
  package func sentenceCount() -> Int {
    var count = 1
    var previous: Int?
    for index in scalars.indices where has(GST_SENTENCE_END, at: index) {
      guard standsApart(index) else { continue }
      if let previous, opensSentence(in: previous + 1..<index) { count += 1 }
      previous = index
    }
    if let previous, opensSentence(in: previous + 1..<scalars.count) { count += 1 }
    return count
  }

  /// Whether a gap holds anything but punctuation and single spaces.
  private func opensSentence(in gap: Run) -> Bool {
    gap.contains { index in
      guard isSpace(index) else { return !has(GST_PUNCTUATION, at: index) }
      return scalars[index] != 0x20 || (index > 0 && isSpace(index - 1))
    }
  }

  private func isCloser(_ index: Int) -> Bool {
    has(GST_CLOSER | GST_SENTENCE_END, at: index)
  }

  private func standsApart(_ index: Int) -> Bool {
    var start = index
    while start > 0, !isSpace(start - 1) { start -= 1 }
    var end = index + 1
    while end < scalars.count, !isSpace(end) { end += 1 }
    let isClosed = (index + 1..<end).allSatisfy(isCloser)
    guard scalars[index] == 0x2E else {
      return isClosed || isOpened(start..<index)
    }
    guard index == start || scalars[index - 1] != 0x2E else { return false }
    guard index + 1 == end || scalars[index + 1] != 0x2E else { return false }
    guard index > start else { return isClosed }
    if isClosed {
      return mayPrecedeStop(index, from: start) && !isAbbreviation(from: start, to: index + 1)
    }
    let isInside =
      has(GST_LOWER, at: index - 1) || (isQuote(index - 1) && !isOpened(start..<index))
    let isCut = isInside && (has(GST_UPPER, at: index + 1) || isQuote(index + 1))
    return isCut && !looksLikeHost(start..<end) && !isAbbreviation(from: start, to: index + 1)
  }

  /// Opening signs alone; a full stop opens nothing but an ellipsis.
  private func isOpened(_ run: Run) -> Bool {
    run.allSatisfy { index in
      guard scalars[index] == 0x2E else { return isCloser(index) }
      return (index > run.lowerBound && scalars[index - 1] == 0x2E)
        || (index + 1 < run.upperBound && scalars[index + 1] == 0x2E)
    }
  }

  private func isQuote(_ index: Int) -> Bool {
    [0x22, 0x27, 0x60].contains(scalars[index]) || (0x2018...0x201F).contains(scalars[index])
  }

  private func mayPrecedeStop(_ index: Int, from start: Int) -> Bool {
    let before = scalars[index - 1]
    if has(GST_LOWER | GST_CLOSER, at: index - 1) { return true }
    if (0x30...0x39).contains(before) || [0x25, 0x2B, 0x2D, 0xB0, 0xB2, 0x7C].contains(before) {
      return true
    }
    if [0x43, 0x46, 0x4B].contains(before), index - 1 > start, scalars[index - 2] == 0xB0 {
      return true
    }
    let isCapital = has(GST_UPPER, at: index - 1)
    return isCapital && index - 1 > start && has(GST_UPPER, at: index - 2)
  }

  private func isAbbreviation(from start: Int, to end: Int) -> Bool {
    (start..<end).contains { place in
      (place == start || scalars[place - 1] != 0x2E)
        && (isOpened(start..<place) || followsJoint(place, from: start))
        && Self.abbreviations.contains(Array(scalars[place..<end]))
    }
  }

  /// Whether a sign between words, such as the one of `either/or`, ends before the letter here.
  private func followsJoint(_ index: Int, from start: Int) -> Bool {
    guard index - 1 > start, has(GST_LETTER, at: index) else { return false }
    let (joint, before) = (scalars[index - 1], scalars[index - 2])
    let isMark = [0x3A, 0x3C, 0x3E, 0x3D, 0x2F].contains(joint)
    if isMark, (0x30...0x39).contains(before) { return true }
    return (isMark || [0x2D, 0x7E, 0x2013, 0x2014].contains(joint))
      && has(GST_LETTER, at: index - 2)
  }

  /// Labels joined by full stops, the last in lower case and of two letters at least.
  private func looksLikeHost(_ chunk: Run) -> Bool {
    var end = chunk.upperBound
    while end > chunk.lowerBound, isCloser(end - 1) { end -= 1 }
    var letters = 0
    while end > chunk.lowerBound, has(GST_LOWER, at: end - 1) {
      end -= 1
      letters += 1
    }
    return letters >= 2 && end > chunk.lowerBound && scalars[end - 1] == 0x2E
      && beginsLikeHost(chunk.lowerBound..<end)
  }

  /// Where a path stands before the last slash, its first part must end like a host name.
  private func beginsLikeHost(_ run: Run) -> Bool {
    guard let slash = run.first(where: { scalars[$0] == 0x2F }) else { return true }
    if slash > run.lowerBound, scalars[slash - 1] == 0x3A { return true }
    var label = slash
    while label > run.lowerBound, has(GST_LETTER, at: label - 1) { label -= 1 }
    return slash - label >= 2 && label > run.lowerBound && scalars[label - 1] == 0x2E
  }
}
