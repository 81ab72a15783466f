/// Decomposition, canonical order and composition of mapped text.
enum ScalarReordering {
  private struct Part {
    let scalar: UInt32
    let rank: UInt8
    var start: Int32
    var end: Int32
  }

  /// Rewrites a text in a normalisation form.
  static func rewrite(
    _ text: MappedText,
    in form: NormalizationForm,
    into output: inout MappedText
  ) {
    var parts: [Part] = []
    text.forEachScalar { scalar, range in
      let (start, end) = text.place(range)
      Decompositions.shared.forEachPart(of: scalar, compatible: form.isCompatible) { part in
        let rank = ScalarTraits.combiningClass(part)
        // Nothing before a starter can move or join what follows it, save the last starter itself.
        if rank == 0, parts.count > 1, !form.composes { flush(&parts, composing: false, &output) }
        parts.append(Part(scalar: part, rank: rank, start: start, end: end))
        if form.composes, parts.count >= 64, rank == 0 { drain(&parts, &output) }
      }
    }
    flush(&parts, composing: form.composes, &output)
  }

  /// Puts the marks of a text in canonical order.
  static func order(_ text: MappedText, into output: inout MappedText) {
    var parts: [Part] = []
    text.forEachScalar { scalar, range in
      let (start, end) = text.place(range)
      let rank = ScalarTraits.combiningClass(scalar)
      if rank == 0 { flush(&parts, composing: false, &output) }
      parts.append(Part(scalar: scalar, rank: rank, start: start, end: end))
    }
    flush(&parts, composing: false, &output)
  }

  /// Writes out all but the last starter, which may still compose with what follows.
  private static func drain(_ parts: inout [Part], _ output: inout MappedText) {
    guard let last = parts.popLast() else { return }
    compose(&parts)
    // The last part may compose with the one before it, such as a vowel with its consonant.
    let held = parts.popLast()
    write(parts, &output)
    parts.removeAll(keepingCapacity: true)
    if let held { parts.append(held) }
    parts.append(last)
  }

  private static func flush(
    _ parts: inout [Part],
    composing: Bool,
    _ output: inout MappedText
  ) {
    sort(&parts)
    if composing { compose(&parts) }
    write(parts, &output)
    parts.removeAll(keepingCapacity: true)
  }

  private static func write(_ parts: [Part], _ output: inout MappedText) {
    for part in parts { output.append(part.scalar, part.start, part.end) }
  }

  /// Sorts each run of marks by rank, equal ranks in their old order.
  private static func sort(_ parts: inout [Part]) {
    var start = 0
    while start < parts.count {
      guard parts[start].rank > 0 else {
        start += 1
        continue
      }
      var end = start
      while end < parts.count, parts[end].rank > 0 { end += 1 }
      let sorted = parts[start..<end].enumerated().sorted {
        ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
      }
      parts.replaceSubrange(start..<end, with: sorted.map(\.element))
      start = end
    }
  }

  private static func compose(_ parts: inout [Part]) {
    sort(&parts)
    var output: [Part] = []
    output.reserveCapacity(parts.count)
    var starter: Int?
    for part in parts {
      // A mark of the same or a higher rank between the two keeps them apart.
      let isBlocked = output.count - 1 != starter && (output.last?.rank ?? 0) >= part.rank
      if let at = starter, !isBlocked,
        let composite = Decompositions.shared.composite(output[at].scalar, part.scalar)
      {
        output[at] = Part(
          scalar: composite,
          rank: 0,
          start: output[at].start,
          end: max(output[at].end, part.end)
        )
      } else {
        if part.rank == 0 { starter = output.count }
        output.append(part)
      }
    }
    parts = output
  }
}
