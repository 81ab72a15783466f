import AuditLog
import Compression
import CorpusFiltering
import Glibc
import ReportPages
import SafetyDetectors
import TextViews

/// Looks at what this installation has and what this machine offers to it.
package struct Doctor {
  /// Fewer free bytes than this are no room for results.
  private static let neededBytes = 1 << 30
  /// Sixty-four finished shards may have four files open each, and some more are needed.
  private static let neededFiles = 512

  private let version: String
  private let output: String

  /// - Parameters:
  ///   - version: Of the program.
  ///   - output: The folder that results would go to.
  package init(version: String, output: String) {
    self.version = version
    self.output = output
  }

  /// Everything, in the order shown.
  package func findings() -> [DoctorFinding] {
    program + libraries + ShippedFiles.findings() + machine
  }

  private var program: [DoctorFinding] {
    [
      DoctorFinding("program", "version", version),
      DoctorFinding("program", "text kernels", TextMeasurer.instructionSetName),
      DoctorFinding("program", "JSON kernel", ReadingLibraries.simdjsonKernel),
      DoctorFinding("program", "settings", settings),
    ]
  }

  private var settings: String {
    Settings.current.file.map { "read from \($0.path)" } ?? "no \(SettingsFile.name) was found"
  }

  private var libraries: [DoctorFinding] {
    let own = [
      ("simdjson", ReadingLibraries.simdjsonVersion), ("sqlite", AuditLibrary.sqliteVersion),
      ("cld2", LanguageLibrary.version),
    ]
    return (CompressionLibraries.versions + own).map { DoctorFinding("libraries", $0, $1) }
  }

  private var machine: [DoctorFinding] {
    [DoctorFinding("machine", "host", HostClass.description), openFiles, room]
  }

  private var openFiles: DoctorFinding {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return DoctorFinding("machine", "open files", "unknown", hint: "see `ulimit -n`")
    }
    let isUnlimited = limit.rlim_cur == rlim_t.max
    let hint = limit.rlim_cur < Self.neededFiles ? "allow more with `ulimit -n 1024`" : nil
    let value = isUnlimited ? "unlimited" : "\(limit.rlim_cur)"
    return DoctorFinding("machine", "open files", value, hint: hint)
  }

  /// Free space where the folder is or would be made.
  private var room: DoctorFinding {
    var folder = output
    var status = statvfs()
    while statvfs(folder, &status) != 0 {
      guard errno == ENOENT, let parent = Self.parent(of: folder) else {
        return DoctorFinding("machine", "free space", "unknown", hint: "cannot reach \(output)")
      }
      folder = parent
    }
    let free = Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    let hint = free < Self.neededBytes ? "make room, or choose another folder with -o" : nil
    return DoctorFinding(
      "machine",
      "free space",
      "\(ReportFormat.bytes(free)) for \(output)",
      hint: hint
    )
  }

  private static func parent(of path: String) -> String? {
    guard path != ".", path != "/" else { return nil }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
