import Diagnostics
import StrictJSON

extension Tokenizer {
  /// Reads a `tokenizer.json` of HF tokenizers; its truncation and padding are left to the caller.
  ///
  /// - Parameters:
  ///   - bytes: All of the file.
  ///   - file: Its name in errors.
  /// - Throws: `Diagnostic` for what is malformed, too large or not supported, by its field.
  init(tokenizerJSON bytes: UnsafeRawBufferPointer, file: String) throws(Diagnostic) {
    let problem = TokenizerProblem(file: file)
    let document = try JSONDocument(bytes, file: problem.file, limits: TokenizerLimits.json)
    let root = ComponentReader(view: document.root, path: "", problem: problem)
    try Self.checkFields(root)
    guard let component = root.component("model") else {
      throw problem.malformed("model", "is missing")
    }
    var reader = ModelReader(component)
    self.init(model: try reader.read())
    vocabulary = reader.vocabulary
    if let component = root.component("normalizer") {
      normalizer = try NormalizerReader.read(component)
    }
    if let component = root.component("pre_tokenizer") {
      splitter = try PreTokenizerReader.read(component)
    }
    try makeByteLevelIfNeeded(problem)
    try AddedTokenReader.read(root, into: &self)
    if let component = root.component("post_processor") {
      try PostProcessorReader.read(component, into: &self)
    }
    if let component = root.component("decoder") {
      decoder = try DecoderReader.read(component)
    }
    specialTokens.unknown = model.unknown
  }

  /// The same for bytes in an array.
  package init(tokenizerJSON bytes: [UInt8], file: String) throws(Diagnostic) {
    let result = bytes.withUnsafeBytes { all in
      Result { () throws(Diagnostic) in try Tokenizer(tokenizerJSON: all, file: file) }
    }
    self = try result.get()
  }

  /// Lets a byte-pair model see the text's own bytes where the pre-tokenizer would spell them.
  mutating func makeByteLevelIfNeeded(_ problem: TokenizerProblem) throws(Diagnostic) {
    guard case .byteLevel? = splitter.steps.last else { return }
    guard case .bytePair(var model) = self.model else {
      throw problem.unsupported("pre_tokenizer", "is `ByteLevel` for a model that is no `BPE`")
    }
    try model.makeByteLevel(problem)
    self.model = .bytePair(model)
    isByteLevel = true
  }

  private static func checkFields(_ root: ComponentReader) throws(Diagnostic) {
    guard root.view.kind == .object else {
      throw root.problem.malformed("", "the JSON text is no object")
    }
    let known: Set<String> = [
      "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer",
      "post_processor", "decoder", "model",
    ]
    try root.view.forEachMember { (key, _) throws(Diagnostic) in
      let name = String(decoding: key, as: UTF8.self)
      guard known.contains(name) else {
        throw root.problem.unsupported(TokenizerProblem.quoted(name), "is not supported")
      }
    }
  }
}
