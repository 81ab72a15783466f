/// Understands batches and packs what became of them, each worker on a thread of its own.
protocol BatchWorker: AnyObject, SendableMetatype {
  /// What a batch is found to be.
  associatedtype Analysis: Sendable
  /// What is committed of it.
  associatedtype Output: Sendable = Analysis

  func analyze(_ batch: RecordBatch, shard: Int) throws -> Analysis

  /// Makes an analysis ready to be written, once all batches before it are settled.
  func pack(_ analysis: Analysis, shard: Int) throws -> Output
}

extension BatchWorker where Output == Analysis {
  func pack(_ analysis: Analysis, shard: Int) throws -> Output { analysis }
}

extension FilterWorker: BatchWorker {}
