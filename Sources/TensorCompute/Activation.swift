import CInferenceKernels

/// A function applied to every element after a linear layer.
package enum Activation: Sendable, Hashable {
  case identity
  /// `x · Φ(x)` by the error function (Hendrycks and Gimpel 2016).
  case gelu
  /// Its approximation by the hyperbolic tangent.
  case geluTanh
  case relu
  case tanh
  /// `x · sigmoid(x)`, also called swish.
  case silu
  case sigmoid

  /// Its number in the kernels.
  package var number: Int32 {
    switch self {
    case .identity: Int32(GSK_IDENTITY)
    case .gelu: Int32(GSK_GELU)
    case .geluTanh: Int32(GSK_GELU_TANH)
    case .relu: Int32(GSK_RELU)
    case .tanh: Int32(GSK_TANH)
    case .silu: Int32(GSK_SILU)
    case .sigmoid: Int32(GSK_SIGMOID)
    }
  }
}
