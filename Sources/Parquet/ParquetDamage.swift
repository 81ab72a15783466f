import Diagnostics

/// Why a file cannot be read on, without its path.
enum ParquetDamage: Error, Equatable {
  /// The bytes contradict the format or themselves.
  case broken(String)
  /// The bytes may be right, but this reader does not know what they use.
  case unsupported(String)
  /// The system refuses a read.
  case readFailed(CInt)

  /// With the place and what to do.
  func diagnostic(path: String) -> Diagnostic {
    switch self {
    case .broken(let message):
      Diagnostic("input/broken-parquet", message, at: .init(file: path))
    case .unsupported(let message):
      Diagnostic(
        "input/unsupported-parquet",
        message,
        at: .init(file: path),
        hint: "write it again with pyarrow's defaults"
      )
    case .readFailed(let number):
      Diagnostic(
        "input/read-failed",
        "cannot read on: \(SystemError.phrase(number))",
        at: .init(file: path)
      )
    }
  }
}
