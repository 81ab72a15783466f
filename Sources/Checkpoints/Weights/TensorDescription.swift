/// What a header says of one tensor, checked against the file.
package struct TensorDescription: Sendable, Hashable {
  package let name: String
  package let type: TensorType
  /// The slowest dimension first; `[rows, columns]` for a matrix, whichever format it stands in.
  package let shape: [Int]
  /// Where its bytes stand in the file.
  package let bytes: Range<Int>

  package var elementCount: Int { bytes.count / type.blockSize * type.blockLength }
  /// Elements of the fastest dimension.
  package var rowLength: Int { shape.last ?? 1 }
  /// All other dimensions together; 1 for a vector.
  package var rowCount: Int { shape.dropLast().reduce(1, *) }
  /// Bytes of one row.
  package var rowSize: Int { rowLength / type.blockLength * type.blockSize }

  /// Where some of its rows stand in the file.
  func bytes(ofRows rows: Range<Int>) -> Range<Int> {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "no such rows")
    let start = bytes.lowerBound
    return start + rows.lowerBound * rowSize..<start + rows.upperBound * rowSize
  }
}
