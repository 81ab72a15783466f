import CInferenceKernels
import Foundation
import Testing

import TensorCompute

struct DecoderRowsTests {
  private static let others = InstructionSet.allCases.filter { $0 != .plain && $0.isAvailable }

  @Test(arguments: [(1, 5), (4, 32), (1, 640), (3, 80)])
  func `normalises by the root mean square, group by group`(groups: Int, width: Int) {
    var random = MadeUpNumbers(seed: 3)
    let x = TestMatrix(rows: 3, columns: groups * width, random.floats(3 * groups * width))
    let gain = random.floats(width)
    let residual = TestMatrix(rows: 3, columns: groups * width) { Float($0 % 11) }
    let y = TestMatrix(rows: 3, columns: groups * width)
    let norm = RMSNorm(gain: gain, epsilon: 1e-6)
    norm.apply(x.view, into: y.view, adding: residual.view)
    for row in 0..<3 {
      for group in 0..<groups {
        let part = x.view.row(row)[group * width..<(group + 1) * width].map(Double.init)
        let square = part.reduce(0) { $0 + $1 * $1 } / Double(width)
        for k in 0..<width {
          let column = group * width + k
          let expected =
            part[k] / (square + 1e-6).squareRoot() * Double(gain[k])
            + Double(residual.view[row, column])
          #expect(abs(Double(y.view[row, column]) - expected) < 1e-4)
        }
      }
    }
    #expect(y.keptGaps)
    let separate = TestMatrix(rows: 3, columns: groups * width)
    norm.apply(x.view, into: separate.view)
    norm.apply(x.view, into: x.view)
    #expect(x.bits == separate.bits)
  }

  @Test(arguments: [2, 12, 32, 256])
  func `turns pairs by their angles`(width: Int) {
    var random = MadeUpNumbers(seed: 4)
    let before = random.floats(5 * 3 * width)
    let x = TestMatrix(rows: 5, columns: 3 * width, before)
    let angles = (0..<5 * width / 2).map { Float($0) * 0.37 }
    let (cosines, sines) = (angles.map { cos($0) }, angles.map { sin($0) })
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer {
        RowFunctions.rotate(x.view, headWidth: width, cosines: cosines, sines: $0)
      }
    }
    for row in 0..<5 {
      for head in 0..<3 {
        for k in 0..<width / 2 {
          let (first, second) = (head * width + k, head * width + k + width / 2)
          let (a, b) = (before[row * 3 * width + first], before[row * 3 * width + second])
          let (c, s) = (cosines[row * width / 2 + k], sines[row * width / 2 + k])
          #expect(x.view[row, first] == a * c - b * s)
          #expect(x.view[row, second] == b * c + a * s)
        }
      }
    }
    #expect(x.keptGaps)
  }

  @Test func `caps softly`() {
    let values = stride(from: -200.0, through: 200, by: 0.7).map { Float($0) }
    let x = TestMatrix(rows: 1, columns: values.count, values)
    RowFunctions.softCap(x.view, cap: 30)
    for (value, result) in zip(values, x.values) {
      #expect(abs(Double(result) - 30 * tanh(Double(value) / 30)) < 2e-5)
    }
  }

  @Test(arguments: [1, 15, 16, 100, 50_021])
  func `knows the logarithm of a sum of exponentials`(width: Int) {
    var random = MadeUpNumbers(seed: 5)
    let values = random.floats(width)
    let exact = log(values.reduce(0) { $0 + exp(Double($1)) })
    let total = values.withUnsafeBufferPointer { RowFunctions.logSumExp($0) }
    #expect(abs(Double(total) - exact) < 2e-6 * max(1, abs(exact)))
  }

  @Test func `keeps what is not a number`() {
    for bad in [Float.nan, .infinity] {
      let row: [Float] = [1, 2, bad, 4]
      #expect(!row.withUnsafeBufferPointer { RowFunctions.logSumExp($0) }.isFinite)
      let x = TestMatrix(rows: 2, columns: 4) { $0 == 1 ? bad : 1 }
      RMSNorm(gain: [1, 1, 1, 1], epsilon: 1e-6).apply(x.view, into: x.view)
      #expect(x.view[0, 1].isNaN && x.view.row(1).allSatisfy { $0.isFinite })
      let capped = TestMatrix(rows: 1, columns: 1) { _ in .nan }
      RowFunctions.softCap(capped.view, cap: 5)
      #expect(capped.view[0, 0].isNaN)
    }
  }

  @Test(arguments: others, [3, 16, 31, 300])
  func `gives what plain C gives`(set: InstructionSet, width: Int) {
    #expect(results(set, width) == results(.plain, width))
  }

  /// The bits of all functions of rows, one after another.
  private func results(_ set: InstructionSet, _ width: Int) -> [UInt32] {
    var random = MadeUpNumbers(seed: 6)
    let kernels = set.kernels
    var x = random.floats(4 * width)
    let (gain, turns) = (random.floats(width), random.floats(4 * width))
    var bits: [UInt32] = []
    x.withUnsafeMutableBufferPointer { buffer in
      gain.withUnsafeBufferPointer { gain in
        var call = gsk_rms_norm()
        call.x = UnsafePointer(buffer.baseAddress)
        (call.rows, call.groups, call.width, call.x_stride) = (2, 2, width, 2 * width)
        (call.gain, call.epsilon) = (gain.baseAddress, 1e-6)
        (call.y, call.y_stride) = (buffer.baseAddress, 2 * width)
        kernels.rms_norm(&call)
      }
      kernels.rotate(buffer.baseAddress, 2, 1, width / 2 * 2, 2 * width, turns, turns)
      bits += buffer.map(\.bitPattern)
      bits.append(kernels.log_sum_exp(buffer.baseAddress, 4 * width).bitPattern)
      kernels.soft_cap(buffer.baseAddress, 3 * width, 2)
    }
    return bits + x.map(\.bitPattern)
  }
}
