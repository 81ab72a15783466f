/// The system has no room for so many bytes.
package struct MemoryUnavailable: Error, Equatable, Sendable {
  package let byteCount: Int
}
