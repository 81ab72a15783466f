/// Lower case of single scalars, without regard to their neighbours, as in HF tokenizers.
enum ScalarFolding {
  static func forEachLowercase(of scalar: UInt32, _ body: (UInt32) -> Void) {
    guard scalar >= 0x80 else {
      return body(0x41...0x5A ~= scalar ? scalar | 0x20 : scalar)
    }
    guard let properties = Unicode.Scalar(scalar)?.properties,
      properties.changesWhenLowercased
    else { return body(scalar) }
    for part in properties.lowercaseMapping.unicodeScalars { body(part.value) }
  }
}
