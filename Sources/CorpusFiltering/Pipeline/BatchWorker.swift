/// Understands batches, each worker on a thread of its own.
protocol BatchWorker: AnyObject, SendableMetatype {
  associatedtype Analysis: Sendable

  func analyze(_ batch: RecordBatch, shard: Int) throws -> Analysis
}

extension FilterWorker: BatchWorker {}
