/// One component of a decoder, named as in `tokenizer.json`.
enum DecoderStep: Sendable {
  case wordPiece(prefix: [UInt8], cleansUp: Bool)
  case byteLevel
  case metaspace(sign: [UInt8], dropsFirst: Bool)
  case replace([UInt8], with: [UInt8])
  case byteFallback
  case fuse
  case strip([UInt8], start: Int, stop: Int)
  case suffix([UInt8])
}
