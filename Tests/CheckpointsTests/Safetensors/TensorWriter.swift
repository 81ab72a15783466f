/// Writes safetensors files, right ones and wrong ones.
struct TensorWriter {
  private(set) var entries: [String] = []
  private(set) var data: [UInt8] = []

  mutating func add(_ name: String, _ type: String, _ shape: [Int], _ bytes: [UInt8]) {
    let end = data.count + bytes.count
    add(name, type, shape, offsets: data.count...end)
    data += bytes
  }

  /// Says what it likes of bytes that stand elsewhere or nowhere.
  mutating func add(_ name: String, _ type: String, _ shape: [Int], offsets: ClosedRange<Int>) {
    entries.append(
      "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),"
        + "\"data_offsets\":[\(offsets.lowerBound),\(offsets.upperBound)]}"
    )
  }

  mutating func add(bytes: [UInt8]) { data += bytes }

  var file: [UInt8] { Self.file(header: "{" + entries.joined(separator: ",") + "}", data: data) }

  static func file(header: String, data: [UInt8]) -> [UInt8] {
    littleEndian(UInt64(header.utf8.count)) + Array(header.utf8) + data
  }

  static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  static func bytes(_ values: [Float]) -> [UInt8] {
    values.flatMap { littleEndian($0.bitPattern) }
  }
}
