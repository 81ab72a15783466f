import Diagnostics

/// What a SentencePiece `.model` file says.
struct SentencePieceFile {
  enum Kind: UInt64 {
    case unigram = 1
    case bytePair = 2
  }

  private(set) var table: PieceTable
  private(set) var kind = Kind.unigram
  private(set) var hasFallback = false
  private(set) var startID = 1
  private(set) var charactersMap: Range<Int> = 0..<0
  private(set) var addsPrefix = true
  private(set) var removesExtraSpaces = true
  private let problem: TokenizerProblem

  init(_ bytes: [UInt8], problem: TokenizerProblem) throws(Diagnostic) {
    table = PieceTable(over: bytes)
    self.problem = problem
    guard bytes.count <= TokenizerLimits.fileBytes else {
      throw problem.tooLarge("model", "has more than \(TokenizerLimits.fileBytes >> 20) MiB")
    }
    var reader = ProtobufReader(bytes, 0..<bytes.count, problem: problem)
    while let (field, value) = try reader.next() {
      guard case .bytes(let range) = value else { continue }
      switch field {
      case 1: try readPiece(range)
      case 2: try readTraining(range)
      case 3: try readNormalizing(range)
      default: break
      }
    }
    guard table.count > 0 else {
      throw problem.malformed("", "the SentencePiece model holds no pieces")
    }
  }

  /// Takes a table from elsewhere for a model that merges by scores, with byte fallback if it has bytes.
  init(
    _ table: PieceTable,
    addsPrefix: Bool,
    problem: TokenizerProblem
  ) throws(Diagnostic) {
    guard table.count > 0 else { throw problem.malformed("pieces", "has no entries") }
    guard table.count <= TokenizerLimits.vocabulary else {
      throw problem.tooLarge("pieces", "has more than \(TokenizerLimits.vocabulary) entries")
    }
    self.table = table
    self.problem = problem
    self.addsPrefix = addsPrefix
    kind = .bytePair
    hasFallback = table.pieces.contains { $0.kind == .byte }
    removesExtraSpaces = false
  }

  private mutating func readPiece(_ range: Range<Int>) throws(Diagnostic) {
    guard table.count < TokenizerLimits.vocabulary else {
      throw problem.tooLarge("pieces", "has more than \(TokenizerLimits.vocabulary) entries")
    }
    let path = "pieces[\(table.count)]"
    var piece = PieceTable.Piece()
    var reader = ProtobufReader(table.bytes, range, problem: problem)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let text)): piece.text = text
      case (2, .float(let score)): piece.score = score
      case (3, .number(let number)):
        guard let kind = PieceTable.Kind(rawValue: number) else {
          throw problem.unsupported("\(path).type", "is \(number), which is not supported")
        }
        piece.kind = kind
      default: break
      }
    }
    table.append(piece)
  }

  private mutating func readTraining(_ range: Range<Int>) throws(Diagnostic) {
    var reader = ProtobufReader(table.bytes, range, problem: problem)
    while let (field, value) = try reader.next() {
      guard case .number(let number) = value else { continue }
      switch field {
      case 3:
        guard let known = Kind(rawValue: number) else {
          throw problem.unsupported(
            "trainer_spec.model_type",
            "is \(number), neither Unigram nor BPE"
          )
        }
        kind = known
      case 24 where number != 0:
        throw problem.unsupported("trainer_spec.treat_whitespace_as_suffix", "is not supported")
      case 35: hasFallback = number != 0
      // A negative number has 64 bits; -1 says that there is none.
      case 41: startID = Int(truncatingIfNeeded: number)
      default: break
      }
    }
  }

  private mutating func readNormalizing(_ range: Range<Int>) throws(Diagnostic) {
    var reader = ProtobufReader(table.bytes, range, problem: problem)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (2, .bytes(let map)): charactersMap = map
      case (3, .number(let number)): addsPrefix = number != 0
      case (4, .number(let number)): removesExtraSpaces = number != 0
      case (5, .number(0)):
        throw problem.unsupported("normalizer_spec.escape_whitespaces", "is false")
      default: break
      }
    }
  }
}
