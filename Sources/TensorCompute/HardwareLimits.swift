import CInferenceKernels

/// What this CPU and its memory do at best: what benchmarks compare products with.
package enum HardwareLimits {
  /// Reads bytes as fast as loads allow, each thread a share.
  ///
  /// - Parameters:
  ///   - bytes: A multiple of 256 for each thread is read.
  ///   - threads: Who reads.
  package static func read(_ bytes: UnsafeRawBufferPointer, on threads: WorkerThreads) {
    guard let base = bytes.baseAddress else { return }
    let count = bytes.count / threads.count / 256 * 256
    threads.run(parts: threads.count) {
      _ = InstructionSet.best.kernels.read_bytes(base + $0 * count, count)
    }
  }

  /// Multiplies bytes in registers.
  ///
  /// - Parameters:
  ///   - times: How many blocks of 2048 operations each thread does.
  ///   - threads: Who multiplies.
  package static func multiply(times: Int, on threads: WorkerThreads) {
    threads.run(parts: threads.count) { _ in _ = InstructionSet.best.kernels.repeat_dots(times) }
  }
}
