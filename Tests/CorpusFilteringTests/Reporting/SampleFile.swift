#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a sample to the path an environment variable names, and nothing where it is not set.
enum SampleFile {
  static func write(_ text: String, environment name: String) throws {
    guard let path = getenv(name), let file = fopen(path, "w") else { return }
    defer { fclose(file) }
    fputs(text, file)
  }
}
