/// What the values of a column mean.
enum LogicalType: Sendable, Equatable {
  enum Unit: Int, Sendable {
    case milliseconds = 1
    case microseconds, nanoseconds

    /// In a second.
    var count: Int {
      switch self {
      case .milliseconds: 1000
      case .microseconds: 1_000_000
      case .nanoseconds: 1_000_000_000
      }
    }

    /// Digits of a fraction of a second.
    var digits: Int { rawValue * 3 }
  }

  /// UTF-8, names of enumerations and JSON among it.
  case text
  case list
  case map
  case decimal(scale: Int)
  case date
  case time(Unit)
  case timestamp(Unit, isUTC: Bool)
  case integer(isSigned: Bool)
  case uuid
  case float16
  /// Bytes, whatever they mean.
  case bytes

  /// The meaning as files of before 2018 tell it, by the numbers of `ConvertedType`.
  ///
  /// - Returns: Nil for one that changes nothing.
  init?(converted: Int, scale: Int) {
    switch converted {
    case 0, 4, 19: self = .text
    case 1, 2: self = .map
    case 3: self = .list
    case 5: self = .decimal(scale: scale)
    case 6: self = .date
    case 7: self = .time(.milliseconds)
    case 8: self = .time(.microseconds)
    case 9: self = .timestamp(.milliseconds, isUTC: true)
    case 10: self = .timestamp(.microseconds, isUTC: true)
    case 11...14: self = .integer(isSigned: false)
    case 15...18: self = .integer(isSigned: true)
    case 20, 21: self = .bytes
    default: return nil
    }
  }
}

extension LogicalType {
  /// Reads the union `LogicalType`; nil for one that changes nothing or that is not known.
  static func read(_ thrift: inout ThriftReader) throws -> LogicalType? {
    var found: LogicalType?
    try thrift.structure { thrift, number, kind in
      guard kind == .structure else { return false }
      switch number {
      case 1, 4, 12: found = .text
      case 2: found = .map
      case 3: found = .list
      case 5: found = try readDecimal(&thrift)
      case 6: found = .date
      case 7: found = .time(try readTime(&thrift).unit)
      case 8:
        let time = try readTime(&thrift)
        found = .timestamp(time.unit, isUTC: time.isUTC)
      case 10: found = try readInteger(&thrift)
      case 13: found = .bytes
      case 14: found = .uuid
      case 15: found = .float16
      default: break
      }
      return [5, 7, 8, 10].contains(number)
    }
    return found
  }

  private static func readDecimal(_ thrift: inout ThriftReader) throws -> LogicalType {
    var scale = 0
    try thrift.structure { thrift, number, kind in
      guard number == 1, kind == .int32 else { return false }
      scale = try thrift.int32()
      return true
    }
    return .decimal(scale: scale)
  }

  private static func readTime(_ thrift: inout ThriftReader) throws -> (isUTC: Bool, unit: Unit) {
    var isUTC = false
    var unit: Unit?
    try thrift.structure { thrift, number, kind in
      if number == 1 { isUTC = kind == .isTrue }
      guard number == 2, kind == .structure else { return false }
      try thrift.structure { _, number, _ in
        unit = Unit(rawValue: number)
        return false
      }
      return true
    }
    guard let unit else { throw ParquetDamage.unsupported("a time has an unknown unit") }
    return (isUTC, unit)
  }

  private static func readInteger(_ thrift: inout ThriftReader) throws -> LogicalType {
    var isSigned = true
    try thrift.structure { _, number, kind in
      if number == 2 { isSigned = kind == .isTrue }
      return false
    }
    return .integer(isSigned: isSigned)
  }
}
