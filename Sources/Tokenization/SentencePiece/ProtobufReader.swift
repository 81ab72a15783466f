import Diagnostics

/// Reads the fields of one protobuf message, bounded by its bytes.
struct ProtobufReader {
  /// What a field holds.
  enum Value {
    case number(UInt64)
    case float(Float)
    case bytes(Range<Int>)
    case other
  }

  private let bytes: [UInt8]
  private var position: Int
  private let end: Int
  private let problem: TokenizerProblem

  init(_ bytes: [UInt8], _ range: Range<Int>, problem: TokenizerProblem) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
    self.problem = problem
  }

  /// The next field's number and value, nil at the end.
  mutating func next() throws(Diagnostic) -> (field: Int, value: Value)? {
    guard position < end else { return nil }
    let key = try varint()
    let field = Int(truncatingIfNeeded: key >> 3)
    guard field > 0, key >> 3 < 1 << 29 else { throw fault("holds a field without a number") }
    switch key & 7 {
    case 0: return (field, .number(try varint()))
    case 1:
      try skip(8)
      return (field, .other)
    case 2:
      let count = try varint()
      guard count <= UInt64(end - position) else { throw fault("ends within a field") }
      let start = position
      position += Int(count)
      return (field, .bytes(start..<position))
    case 5:
      let start = position
      try skip(4)
      let bits = bytes[start..<position].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return (field, .float(Float(bitPattern: bits)))
    default: throw fault("holds a field of an unknown kind")
    }
  }

  private mutating func skip(_ count: Int) throws(Diagnostic) {
    guard end - position >= count else { throw fault("ends within a field") }
    position += count
  }

  private mutating func varint() throws(Diagnostic) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < end {
      let byte = bytes[position]
      position += 1
      guard shift < 63 || byte < 2 else { throw fault("holds a number past 64 bits") }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift < 64 else { throw fault("holds a number past 64 bits") }
    }
    throw fault("ends within a number")
  }

  private func fault(_ message: String) -> Diagnostic {
    problem.malformed("", "the SentencePiece model " + message, at: position)
  }
}
