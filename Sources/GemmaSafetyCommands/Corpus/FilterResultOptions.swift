import ArgumentParser
import Compression
import CorpusFiltering
import Diagnostics
import SafetyRuntime

/// What is written, and how.
struct FilterResultOptions: ParsableArguments {
  @Option(help: "Pack results with this; as each input is packed without it.")
  var compress: OutputCompression?
  @Flag(help: "Keep only ids and reasons of removed documents.") var noRemovedText = false
  @Flag(help: "Put excerpts of removed documents into report.html, blurred until they are clicked.")
  var showExamples = false
  @Flag(help: "Write every measured value to attributes/ in Dolma's format.") var attributes = false
  @Flag(help: "Do not store the values that --what-if needs.") var noMeasurements = false
  @Option(help: "A file of 32 bytes or more that keys pseudonyms; a key for each run without it.")
  var pseudonymKey: String?

  /// Whether nothing was asked for.
  var areEmpty: Bool {
    compress == nil && pseudonymKey == nil && !noRemovedText && !showExamples && !attributes
      && !noMeasurements
  }

  func validate() throws {
    guard !(showExamples && noRemovedText) else {
      throw ValidationError("--show-examples needs the text that --no-removed-text leaves out")
    }
  }

  func apply(to request: inout FilterRequest) throws {
    request.compression = compress
    request.includesRemovedText = !noRemovedText
    request.writesAttributes = attributes
    request.storesMeasurements = !noMeasurements
    request.showsExamples = showExamples
    guard let pseudonymKey else { return }
    let file = try InputFile.digest(pseudonymKey)
    guard file.size >= 32 else {
      throw Diagnostic(
        "filter/short-key",
        "the key has \(file.size) bytes, fewer than 32",
        at: .init(file: pseudonymKey),
        hint: "make one with `head -c 32 /dev/urandom > FILE`"
      )
    }
    request.pseudonymKey = file.sha256.bytes
  }
}
