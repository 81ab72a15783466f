/// The tree of a pattern in a restricted regular dialect: no back-references, no look-around.
indirect enum PatternSyntax: Sendable, Equatable {
  case empty
  case set(PatternSet)
  case edge
  case sequence([PatternSyntax])
  case choice([PatternSyntax])
  /// `maximum` is nil where there is none.
  case repeated(PatternSyntax, minimum: Int, maximum: Int?)

  /// The most symbols it can match; nil without a bound.
  var longest: Int? {
    switch self {
    case .empty, .edge: return 0
    case .set: return 1
    case .sequence(let parts):
      return parts.reduce(0) { sum, part in sum.flatMap { s in part.longest.map { s + $0 } } }
    case .choice(let parts):
      return parts.reduce(0) { most, part in most.flatMap { m in part.longest.map { max(m, $0) } } }
    case .repeated(let part, _, let maximum):
      guard let maximum, let longest = part.longest else { return nil }
      return longest * maximum
    }
  }

  /// The fewest symbols it can match.
  var shortest: Int {
    switch self {
    case .empty, .edge: 0
    case .set: 1
    case .sequence(let parts): parts.reduce(0) { $0 + $1.shortest }
    case .choice(let parts): parts.map(\.shortest).min() ?? 0
    case .repeated(let part, let minimum, _): part.shortest * minimum
    }
  }
}
