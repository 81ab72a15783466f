extension EvaluationItem {
  /// The hash of the item as it counts in the root of its evaluation.
  package var leaf: Digest {
    var body = members
    body["kind"] = .string(Self.kind)
    body["run"] = .string(run)
    return Self.leaf(of: body)
  }

  /// The same hash of a body as it stands in the log, without what the log adds to it.
  package static func leaf(of body: [String: CanonicalValue]) -> Digest {
    var body = body
    body["ts"] = nil
    body["sealed"] = nil
    return MerkleRange.leafHash(CanonicalValue.object(body).canonicalJSON)
  }
}
