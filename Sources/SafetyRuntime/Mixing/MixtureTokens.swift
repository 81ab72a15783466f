import Checkpoints
import CorpusFiltering
import Diagnostics
import SafetyCore
import Tokenization

/// Counts tokens by a model's tokenizer.
struct MixtureTokens: TokenCounting {
  private static let maximumBytes = 128 << 20

  /// Of the tokenizer's file.
  let digest: Digest
  private let tokenizer: Tokenizer

  /// Reads a `tokenizer.json` or `tokenizer.model`, or a folder that holds one.
  ///
  /// - Throws: `mix/no-tokenizer`; a diagnostic that names file and field.
  init(_ path: String) throws {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isFile = FileStatus(path: path)?.kind == .file
    let parent = parts.dropLast().joined(separator: "/")
    let folder = CheckpointFolder(
      path: isFile ? (parts.count == 1 ? "." : parent.isEmpty ? "/" : parent) : path
    )
    let names = isFile ? [String(parts.last ?? "")] : ["tokenizer.json", "tokenizer.model"]
    guard let name = names.first(where: folder.has) else {
      throw Diagnostic(
        "mix/no-tokenizer",
        "there is no tokenizer.json and no tokenizer.model",
        at: .init(file: path)
      )
    }
    let file = try folder.open(name, maximum: Self.maximumBytes)
    let bytes = try file.bytes()
    digest = Digest.sha256(bytes)
    tokenizer =
      name.hasSuffix(".json")
      ? try Tokenizer(tokenizerJSON: bytes, file: file.name)
      : try Tokenizer(sentencePieceModel: bytes, file: file.name)
  }

  func makeCounter() -> any TokenCounter {
    // What spells a special token in a corpus is text like any other.
    Counter(tokenizer.makeEncoder(readsSpecialTokens: false))
  }

  private final class Counter: TokenCounter {
    private let encoder: TokenEncoder
    private var tokens = TokenizedText()

    init(_ encoder: TokenEncoder) { self.encoder = encoder }

    func count(_ text: UnsafeRawBufferPointer) -> Int {
      encoder.encode(text, into: &tokens)
      return tokens.count
    }
  }
}
