// Encodes texts for `Benchmarks/tokenizer.py` and `scripts/goldens/tokenizer_cases.py`.
//
//   tokenizer-benchmark ids TOKENIZER < texts > tokens     one pass: counts, ids, starts, ends
//   tokenizer-benchmark time TOKENIZER ROUNDS < texts      seconds of each pass, a line each
//
// TOKENIZER is a tokenizer.json, vocab.txt, vocab.json (with merges.txt beside it) or *.model file.
// Texts and tokens are preceded by their number of bytes or tokens, 32 bits, little-endian.
import Diagnostics
import Glibc
import Tokenization

/// All bytes of an open file.
func readAll(_ file: Int32) -> [UInt8] {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 20)
  while case let count = read(file, &chunk, chunk.count), count > 0 {
    bytes += chunk[..<count]
  }
  return bytes
}

func complain(_ message: String) { send(Array((message + "\n").utf8), to: STDERR_FILENO) }

func send(_ bytes: some Collection<UInt8>, to file: Int32) {
  var left = Array(bytes)[...]
  while !left.isEmpty {
    let count = left.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    guard count > 0 else { exit(2) }
    left = left.dropFirst(count)
  }
}

/// All bytes of a named file.
func readFile(_ path: String) -> [UInt8] {
  let file = open(path, O_RDONLY)
  guard file >= 0 else {
    complain("cannot open \(path)")
    exit(2)
  }
  defer { close(file) }
  return readAll(file)
}

func load(_ path: String) throws(Diagnostic) -> Tokenizer {
  if path.hasSuffix(".txt") {
    return try Tokenizer(wordPieceVocabulary: readFile(path), lowercase: true, file: path)
  }
  if path.hasSuffix("vocab.json") {
    let merges = path.dropLast("vocab.json".count) + "merges.txt"
    return try Tokenizer(
      vocabularyJSON: readFile(path),
      merges: readFile(String(merges)),
      file: path,
      mergesFile: String(merges)
    )
  }
  if path.hasSuffix(".model") {
    return try Tokenizer(sentencePieceModel: readFile(path), file: path)
  }
  return try Tokenizer(tokenizerJSON: readFile(path), file: path)
}

/// Where the texts of the input lie.
func ranges(_ input: UnsafeRawBufferPointer) -> [Range<Int>] {
  var ranges: [Range<Int>] = []
  var position = 0
  while position + 4 <= input.count {
    let count = input.loadUnaligned(fromByteOffset: position, as: UInt32.self)
    let start = position + 4
    position = start + Int(UInt32(littleEndian: count))
    guard position <= input.count else { break }
    ranges.append(start..<position)
  }
  return ranges
}

/// Collects tokens as bytes and sends them in large pieces.
struct Sender {
  private var bytes: [UInt8] = []

  mutating func add(_ numbers: [Int32]) {
    numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
    if bytes.count > 1 << 20 { flush() }
  }

  mutating func flush() {
    send(bytes, to: STDOUT_FILENO)
    bytes.removeAll(keepingCapacity: true)
  }
}

func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let arguments = CommandLine.arguments
guard arguments.count >= 3, ["ids", "time"].contains(arguments[1]) else {
  complain("usage: tokenizer-benchmark ids|time TOKENIZER [ROUNDS] < texts")
  exit(64)
}
do {
  let encoder = try load(arguments[2]).makeEncoder()
  let input = readAll(STDIN_FILENO)
  input.withUnsafeBytes { bytes in
    let texts = ranges(bytes)
    var tokens = TokenizedText()
    guard arguments[1] == "time" else {
      var sender = Sender()
      for text in texts {
        encoder.encode(UnsafeRawBufferPointer(rebasing: bytes[text]), into: &tokens)
        sender.add([Int32(tokens.count)])
        for column in [tokens.ids, tokens.starts, tokens.ends] { sender.add(column) }
      }
      return sender.flush()
    }
    for _ in 0..<(arguments.count > 3 ? Int(arguments[3]) ?? 5 : 5) {
      let start = now()
      var count = 0
      for text in texts {
        encoder.encode(UnsafeRawBufferPointer(rebasing: bytes[text]), into: &tokens)
        count += tokens.count
      }
      print(now() - start, count)
    }
  }
} catch {
  complain("\(error)")
  exit(2)
}
