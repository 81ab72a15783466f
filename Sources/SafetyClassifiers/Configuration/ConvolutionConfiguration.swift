import Checkpoints
import StrictJSON
import TensorCompute

/// The convolution over neighbouring tokens that some of DeBERTa's checkpoints have.
package struct ConvolutionConfiguration: Sendable, Hashable {
  /// Tokens that are taken together; odd, so that as many stand on either side.
  package let kernelSize: Int
  package let activation: Activation

  /// Reads the fields of the family `deberta-v2`; nil where there is no convolution.
  ///
  /// - Throws: `checkpoint/config`, by the name of the field.
  init?(_ fields: JSONFields) throws {
    kernelSize = try fields.integer("conv_kernel_size", 0...63) ?? 0
    guard kernelSize > 0 else { return nil }
    guard !kernelSize.isMultiple(of: 2) else {
      throw fields.problem("conv_kernel_size", "must be odd")
    }
    guard try fields.integer("conv_groups", 1...65_536) ?? 1 == 1 else {
      throw fields.problem("conv_groups", "other than 1 is not supported")
    }
    activation = try EncoderConfiguration.activation(fields, "conv_act", usual: "tanh")
  }
}
