import ArgumentParser
import CorpusFiltering
import SafetyRuntime

/// Which inputs are read, and where in a record things stand.
struct FilterInputOptions: ParsableArguments {
  @Option(help: "The format of every input, whatever its name.") var format: InputFormat?
  @Option(help: "Read only names that match this glob; may be repeated.") var include: [String] = []
  @Option(help: "Pass over names that match; may be repeated.") var exclude: [String] = []
  @Option(help: "The field or column of the text, dotted where nested.") var textField = "text"
  @Option(help: "The field or column of the id.") var idField = "id"
  @Option(help: "The field or column of the address.") var urlField = "url"

  /// Whether nothing was asked for.
  var areEmpty: Bool {
    format == nil && include.isEmpty && exclude.isEmpty && textField == "text" && idField == "id"
      && urlField == "url"
  }

  func apply(to request: inout FilterRequest) throws {
    request.format = format
    request.include = include
    request.exclude = exclude
    request.options.textField = try FieldPath(parsing: textField)
    request.options.idField = try FieldPath(parsing: idField)
    request.options.urlField = try FieldPath(parsing: urlField)
  }
}
