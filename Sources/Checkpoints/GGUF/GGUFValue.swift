/// A value of a GGUF file's metadata.
package enum GGUFValue: Sendable, Hashable {
  /// Any whole number that fits.
  case integer(Int)
  /// One past that.
  case large(UInt64)
  /// 32 or 64 bits; perhaps not finite.
  case number(Double)
  case boolean(Bool)
  case string(String)
  case array(GGUFArray)

  /// What the value is, for a message that asks for something else.
  package var kind: String {
    switch self {
    case .integer, .large: "a whole number"
    case .number: "a number"
    case .boolean: "a boolean"
    case .string: "a string"
    case .array(let array): "a list of \(array.count)"
    }
  }
}
