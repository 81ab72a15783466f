/// One way to have a benchmark's data: which files, and how rows become records.
package struct BenchmarkSource: Sendable, Hashable {
  /// The format of the files.
  package enum Format: String, Sendable, Hashable, CaseIterable {
    case csv
    case tsv
    case json
    case jsonl
    /// A row as the JSON object of its columns.
    case parquet
    /// One JSON object a file, which is the record.
    case object
    /// One record a line, in the field `text`.
    case lines
    /// JSON objects within objects that end in lists of texts or objects; keys become `key_1`, `key_2`.
    case tree
    /// The lists of HolisticBias, multiplied out into sentences.
    case holisticBias = "holisticbias"
  }

  /// Rows of another file that are laid beside each record.
  package struct Join: Sendable, Hashable {
    /// A JSON file of one object.
    package var file: String
    /// The key within it.
    package var key: TextTemplate
    /// The field that gets the value.
    package var field: String
  }

  /// A text file with a line for every row, such as the row's label.
  package struct ByLine: Sendable, Hashable {
    /// The path below the data folder.
    package var file: String
    /// The field that gets the line.
    package var field: String
  }

  /// A text file whose text becomes a field of each record, such as the worked examples of its task.
  package struct Beside: Sendable, Hashable {
    /// The path below the data folder, with fields of the record.
    package var file: TextTemplate
    package var field: String
    /// What the text begins behind; empty for the whole file.
    package var marker: String
  }

  /// Paths below the data folder; fields stand for parts of a file's name.
  package var files: [TextTemplate]
  package var format: Format
  /// The columns of a CSV or TSV file: by name in any order, or those of every row without a header.
  package var columns: [String]
  /// Columns that a header row may name or not.
  package var optionalColumns: [String]
  package var hasHeader: Bool
  /// Lists of a JSON file by the field their entries get; one under "" for entries as records.
  package var lists: [String: [String]]
  /// The member that entries of parallel lists must share.
  package var listKey: String?
  /// What the text at a path must be for a record to be an item, fields standing for anything.
  package var conditions: [String: TextTemplate]
  /// What it must not be.
  package var exceptions: [String: TextTemplate]
  package var join: Join?
  package var byLine: ByLine?
  package var beside: Beside?
  /// Fields made from others, after the extractions.
  package var fields: [String: TextTemplate]
  package var extractions: [RecordExtraction]
  package var id: TextTemplate
  /// Files with worked examples, by the same rules.
  package var exampleFiles: [TextTemplate]
  /// Fields that a worked example must have in common with its question, where the description
  /// names them.
  package var namedSharedFields: [[String]]?

  /// Fields that a worked example must have in common with its question.
  ///
  /// Unless they are named, all that the names of both files say.
  var sharedFields: [[String]] {
    if let namedSharedFields { return namedSharedFields }
    guard !exampleFiles.isEmpty else { return [] }
    let named = (files + exampleFiles).map { Set($0.fieldNames) }
    let common = named.dropFirst().reduce(named.first ?? []) { $0.intersection($1) }
    return common.sorted().map { [$0] }
  }
}
