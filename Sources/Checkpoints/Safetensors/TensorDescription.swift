/// What a header says of one tensor, checked against the file.
package struct TensorDescription: Sendable, Hashable {
  package let name: String
  package let type: TensorType
  package let shape: [Int]
  /// Where its bytes stand in the file.
  package let bytes: Range<Int>

  package var elementCount: Int { bytes.count / type.size }
}
