import CInferenceKernels

/// What of the CPU the kernels use; every one gives the same bits, at its own speed.
package enum InstructionSet: String, Sendable, Hashable, CaseIterable {
  case plain
  case neon
  case avx2
  case avxVNNI = "avx-vnni"
  case avx512VNNI = "avx512-vnni"

  /// The fastest that this CPU has.
  package static let best = allCases[Int(gsk_best_isa())]

  package var isAvailable: Bool { gsk_kernels_for(number) != nil }

  private var number: Int32 {
    switch self {
    case .plain: Int32(GSK_ISA_PLAIN)
    case .neon: Int32(GSK_ISA_NEON)
    case .avx2: Int32(GSK_ISA_AVX2)
    case .avxVNNI: Int32(GSK_ISA_AVX_VNNI)
    case .avx512VNNI: Int32(GSK_ISA_AVX512_VNNI)
    }
  }

  /// The table of kernels; those of plain C where this CPU has no others.
  package var kernels: gsk_kernels { (gsk_kernels_for(number) ?? gsk_kernels_for(0)).pointee }
}
