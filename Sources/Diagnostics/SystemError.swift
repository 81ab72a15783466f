import Glibc

/// Puts the system's error numbers into words and codes.
package enum SystemError {
  /// The system's phrase for an error number, such as `no such file or directory`.
  package static func phrase(_ number: CInt) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    let phrase = String(cString: text)
    return phrase.prefix(1).lowercased() + phrase.dropFirst()
  }

  /// What a failed call on an output file means to a person.
  package static func output(_ number: CInt, doing what: String, path: String) -> Diagnostic {
    let place = Diagnostic.Place(file: path)
    let message = "cannot \(what): \(phrase(number))"
    switch number {
    case ENOSPC, EDQUOT:
      return Diagnostic(
        "output/disk-full",
        message,
        at: place,
        hint: "free some space and run the same command with --resume"
      )
    case EACCES, EPERM:
      return Diagnostic("output/no-permission", message, at: place)
    case EROFS:
      return Diagnostic("output/read-only", message, at: place)
    case EFBIG:
      return Diagnostic("output/file-too-large", message, at: place)
    case EISDIR, ENOTDIR, EEXIST:
      return Diagnostic("output/wrong-kind", message, at: place)
    default:
      return Diagnostic("output/write-failed", message, at: place)
    }
  }
}
