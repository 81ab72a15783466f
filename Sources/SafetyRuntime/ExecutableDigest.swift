import SafetyCore

/// The digest of the program that runs: two builds of a version are not the same code.
package enum ExecutableDigest {
  /// Nil where the executable cannot be read.
  package static func current() -> Digest? { try? InputFile.digest("/proc/self/exe").sha256 }
}
