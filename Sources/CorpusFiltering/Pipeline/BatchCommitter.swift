/// Takes what workers made of the pieces of a run, in input order; a shard ends without an output.
protocol BatchCommitter: AnyObject, SendableMetatype {
  associatedtype Output: Sendable

  func commit(_ piece: ShardSource.Piece, _ output: Output?) throws
}

extension FilterCommitter: BatchCommitter {}
