/// Takes what workers made of the pieces of a run, in input order; a shard ends without an analysis.
protocol BatchCommitter: AnyObject, SendableMetatype {
  associatedtype Analysis: Sendable

  func commit(_ piece: ShardSource.Piece, _ analysis: Analysis?) throws
}

extension FilterCommitter: BatchCommitter {}
