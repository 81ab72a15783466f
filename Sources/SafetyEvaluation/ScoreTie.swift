/// How many texts share a score, and how many of them have the label.
struct ScoreTie {
  let score: Double
  var count = 0
  var positives = 0

  var negatives: Int { count - positives }
}
