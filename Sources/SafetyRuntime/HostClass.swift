import Glibc

/// The kind of machine a run was made on, never its name.
enum HostClass {
  static var description: String {
    #if arch(x86_64)
      let processor = "x86_64"
    #elseif arch(arm64)
      let processor = "arm64"
    #else
      let processor = "other"
    #endif
    return "linux \(processor), \(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) cores"
  }
}
