import CorpusFiltering
import ReportPages
import SafetyCore
import SafetyRuntime
import TerminalOutput

/// What `model inspect` prints.
struct ModelInspectView {
  let path: String
  let model: ModelInspection
  let digest: ModelDigest?
  /// For which the memory is given.
  let tokens: Int

  private var memory: Int { model.weightBytes + model.shape.cacheBytes(tokens: tokens) }

  func text(_ terminal: Terminal) -> String {
    var lines = [terminal.bold(ReportFormat.printable(path)), ""]
    lines += facts.lines(indent: 2) + ["", terminal.bold("formats")] + formats.lines(indent: 2)
    if let digest {
      lines += ["", terminal.bold("sha256")] + Self.digests(digest).lines(indent: 2)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var facts: TextTable {
    let shape = model.shape
    var table = TextTable(leading: 2)
    let count = ReportFormat.count
    table.add("architecture", "\(shape.architecture), \(model.container)")
    table.add("parameters", count(model.parameters))
    if model.imageParameters > 0 {
      table.add("of images", "\(count(model.imageParameters)), which are not used")
    }
    let window = shape.window.map {
      ", \(count(shape.localLayers)) of them see \(count($0)) tokens"
    }
    table.add("layers", count(shape.layers) + (shape.localLayers > 0 ? window ?? "" : ""))
    table.add("widths", "\(count(shape.width)), \(count(shape.innerWidth)) within")
    table.add(
      "heads",
      "\(count(shape.heads)) of \(count(shape.headWidth)), \(count(shape.keyValueHeads)) of keys"
    )
    table.add("vocabulary", count(shape.vocabulary))
    table.add("context", "\(count(shape.context)) tokens")
    let size = model.tokenizerSize.map { ", \(count($0)) tokens" } ?? ""
    table.add("tokenizer", (model.tokenizer.map(ReportFormat.printable) ?? "none") + size)
    table.add("chat template", model.hasChatTemplate ? "yes" : "no")
    let cache = ReportFormat.bytes(shape.cacheBytes(tokens: tokens))
    table.add(
      "memory",
      "\(ReportFormat.bytes(memory)): weights as stored and \(cache) of keys and values in "
        + "\(ModelShape.cacheFormat) for \(count(tokens)) tokens"
    )
    return table
  }

  private var formats: TextTable {
    var table = TextTable()
    table.add("type", "tensors", "values", "size")
    for format in model.formats {
      table.add(
        format.type,
        ReportFormat.count(format.tensors),
        ReportFormat.count(format.elements),
        ReportFormat.bytes(format.bytes)
      )
    }
    return table
  }

  private static func digests(_ digest: ModelDigest) -> TextTable {
    var table = TextTable(leading: 3)
    for file in digest.files {
      table.add(file.sha256.hex, ReportFormat.printable(file.path), ReportFormat.bytes(file.bytes))
    }
    table.add(digest.root.hex, "the whole, as OpenSSF model signing has it")
    return table
  }

  var json: CanonicalValue {
    let shape = model.shape
    return [
      "format": "gemma-safety.model/1",
      "path": .string(path),
      "container": .string(model.container),
      "architecture": .string(shape.architecture),
      "parameters": .integer(model.parameters),
      "image_parameters": .integer(model.imageParameters),
      "layers": .integer(shape.layers),
      "window_layers": .integer(shape.localLayers),
      "window": shape.window.map { .integer($0) } ?? .null,
      "hidden_size": .integer(shape.width),
      "intermediate_size": .integer(shape.innerWidth),
      "heads": .integer(shape.heads),
      "key_value_heads": .integer(shape.keyValueHeads),
      "head_size": .integer(shape.headWidth),
      "vocabulary": .integer(shape.vocabulary),
      "context_tokens": .integer(shape.context),
      "tokenizer": tokenizerJSON,
      "memory": memoryJSON,
      "formats": .array(model.formats.map(Self.json)),
      "digest": digest.map(Self.json) ?? .null,
      "problem": model.problem.map {
        ["code": .string($0.code.rawValue), "message": .string($0.message)]
      } ?? .null,
    ]
  }

  private var tokenizerJSON: CanonicalValue {
    [
      "kind": model.tokenizer.map { .string($0) } ?? .null,
      "tokens": model.tokenizerSize.map { .integer($0) } ?? .null,
      "chat_template": .boolean(model.hasChatTemplate),
    ]
  }

  private var memoryJSON: CanonicalValue {
    [
      "context_tokens": .integer(tokens),
      "weights_bytes": .integer(model.weightBytes),
      "cache_bytes": .integer(model.shape.cacheBytes(tokens: tokens)),
      "cache_type": .string(ModelShape.cacheFormat),
      "bytes": .integer(memory),
    ]
  }

  private static func json(_ format: ModelInspection.Format) -> CanonicalValue {
    [
      "type": .string(format.type),
      "tensors": .integer(format.tensors),
      "values": .integer(format.elements),
      "bytes": .integer(format.bytes),
    ]
  }

  private static func json(_ digest: ModelDigest) -> CanonicalValue {
    [
      "sha256": .string(digest.root.hex),
      "method": "openssf-model-signing",
      "files": .array(
        digest.files.map {
          [
            "path": .string($0.path), "bytes": .integer($0.bytes), "sha256": .string($0.sha256.hex),
          ]
        }
      ),
    ]
  }
}
