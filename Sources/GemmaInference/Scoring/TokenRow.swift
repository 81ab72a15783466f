import Glibc
import TensorCompute

/// The logits at one place, as scoring needs them: normalised once for all tokens that are asked about.
struct TokenRow {
  /// Logits that are summed in 32 bits; the sums of such blocks are added in 64.
  private static let block = 4_096
  private let logits: UnsafeBufferPointer<Float>
  private let logSum: Double

  /// Normalises logits, which must outlive it.
  init(_ logits: UnsafeBufferPointer<Float>) {
    self.logits = logits
    let sums = stride(from: 0, to: logits.count, by: Self.block).map { start in
      let end = min(start + Self.block, logits.count)
      return Double(RowFunctions.logSumExp(UnsafeBufferPointer(rebasing: logits[start..<end])))
    }
    let highest = sums.max() ?? -.infinity
    logSum =
      highest.isFinite ? highest + log(sums.reduce(0) { $0 + exp($1 - highest) }) : highest
  }

  func logProbability(of id: Int32) -> Double { Double(logits[Int(id)]) - logSum }
}
