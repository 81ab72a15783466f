/// A line of the schema as the file has it: the tree, depth first.
struct SchemaElement: Sendable {
  /// The numbers are those of `parquet.thrift`.
  enum Repetition: Int, Sendable {
    case required, optional, repeated
  }

  var name = ""
  /// Nil for a group.
  var type: PhysicalType?
  /// Bytes of a value of fixed length.
  var length = 0
  /// Nil at the root alone.
  var repetition: Repetition?
  var childCount = 0
  var logicalType: LogicalType?

  static func read(_ thrift: inout ThriftReader) throws -> SchemaElement {
    var element = SchemaElement()
    var converted: Int?
    var scale = 0
    try thrift.structure { thrift, number, kind in
      switch (number, kind) {
      case (1, .int32): element.type = try known(PhysicalType(rawValue: thrift.int32()), "type")
      case (2, .int32): element.length = try thrift.int32()
      case (3, .int32):
        element.repetition = try known(Repetition(rawValue: thrift.int32()), "repetition")
      case (4, .binary): element.name = try thrift.string()
      case (5, .int32): element.childCount = try thrift.int32()
      case (6, .int32): converted = try thrift.int32()
      case (7, .int32): scale = try thrift.int32()
      case (10, .structure): element.logicalType = try LogicalType.read(&thrift)
      default: return false
      }
      return true
    }
    if element.logicalType == nil, let converted {
      element.logicalType = LogicalType(converted: converted, scale: scale)
    }
    return element
  }

  private static func known<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else {
      throw ParquetDamage.unsupported("the schema has an unknown \(what)")
    }
    return value
  }
}
