import CInferenceKernels
import TensorCompute

extension Activation {
  /// Applies the function in place, as products do to their results.
  func apply(to values: UnsafeMutableBufferPointer<Float>) {
    guard self != .identity else { return }
    InstructionSet.best.kernels.activate(values.baseAddress, values.count, number)
  }
}
