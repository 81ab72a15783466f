import Diagnostics
import Glibc
import SafetyRuntime

/// The text of a prompt: what was typed, a file of that name, or standard input for `-`.
enum PromptText {
  private static let maximumBytes = 16 << 20

  static func read(_ argument: String) throws -> String {
    var status = stat()
    let isFile =
      argument == "-" || (stat(argument, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR)
    guard isFile else { return argument }
    let descriptor = argument == "-" ? STDIN_FILENO : open(argument, O_RDONLY | O_CLOEXEC)
    let name = argument == "-" ? "standard input" : argument
    guard descriptor >= 0 else {
      throw Diagnostic(
        "prompt/unreadable",
        "cannot read the file: \(String(cString: strerror(errno)).lowercased())",
        at: .init(file: name)
      )
    }
    defer { if argument != "-" { close(descriptor) } }
    return try text(of: descriptor, name)
  }

  private static func text(of descriptor: Int32, _ name: String) throws -> String {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Diagnostic(
          "prompt/unreadable",
          "cannot read: \(String(cString: strerror(errno)).lowercased())",
          at: .init(file: name)
        )
      }
      guard count > 0 else { break }
      bytes += piece[..<count]
      guard bytes.count <= maximumBytes else {
        throw Diagnostic(
          "prompt/too-long",
          "a prompt may have \(maximumBytes >> 20) MiB at most",
          at: .init(file: name)
        )
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic("prompt/not-utf8", "the prompt is not UTF-8 text", at: .init(file: name))
    }
    return text
  }
}
