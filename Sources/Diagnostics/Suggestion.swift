/// Finds the candidate a person most likely meant, or nil when none is close.
///
/// Closeness is the optimal string alignment distance (Damerau–Levenshtein with adjacent
/// transpositions), at most a third of the length of what was typed.
/// - Complexity: O(candidates × length²).
package func nearest(to typed: String, among candidates: some Sequence<String>) -> String? {
  let word = Array(typed.utf8)
  let limit = max(1, word.count / 3)
  return
    candidates
    .map { (name: $0, distance: editDistance(word, Array($0.utf8))) }
    .filter { $0.distance <= limit }
    .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
    .name
}

private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var beforePrevious: [Int] = []
  var previous = Array(0...b.count)
  for i in 1...a.count {
    var row = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      let substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      row[j] = min(previous[j] + 1, row[j - 1] + 1, substitution)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        row[j] = min(row[j], beforePrevious[j - 2] + 1)
      }
    }
    beforePrevious = previous
    previous = row
  }
  return previous[b.count]
}
