import Crypto

/// A running SHA-256.
package struct Hasher256: Sendable {
  private var state = SHA256()

  package init() {}

  package mutating func update(_ buffer: UnsafeRawBufferPointer) {
    state.update(bufferPointer: buffer)
  }

  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { state.update(bufferPointer: $0) }
  }

  /// The digest of all bytes so far; the hasher can go on afterwards.
  package func finalize() -> Digest { Digest(state.finalize()) }
}
