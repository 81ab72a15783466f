import Checkpoints
import CorpusFiltering
import Diagnostics
import GemmaInference
import Glibc
import ReportPages
import SafetyCore
import SafetyPolicy

/// Finds and reads every file that comes with the program.
enum ShippedFiles {
  private static let group = "files"
  private static let hint = "set GEMMA_SAFETY_HOME to the folder that holds `policies/`"
  private static let otherHint = "take the file from the release again"

  static func findings() -> [DoctorFinding] {
    do {
      let folder = try PolicyFolder.find()
      let recipes = try PolicyFolder.recipes().map { "recipes/\($0).yaml" }
      var found = [DoctorFinding(group, "folder", folder)]
      let purposes = PolicyFolder.purposes.map { "\($0).yaml" }
      found += (["corpus.yaml"] + purposes + recipes).map { name in
        finding("policies/\(name)") { try policy("\(folder)/\(name)") }
      }
      found += PolicyFolder.guardPolicies.map { name in
        finding("policies/\(name).yaml") { try guardPolicy("\(folder)/\(name).yaml") }
      }
      found.append(
        finding("policies/identity-terms.yaml") {
          try identityTerms("\(folder)/identity-terms.yaml")
        }
      )
      found += classifiers
      found.append(finding("benchmarks") { try benchmarks() })
      found.append(
        finding("models/\(ModelLibrary.standard)") { try model(ModelLibrary.standard) }
      )
      return found
    } catch {
      return [DoctorFinding(group, "folder", "not found", hint: hint, fault: "missing")]
    }
  }

  /// What the file holds, or why it cannot be used.
  private static func finding(_ name: String, _ read: () throws -> String) -> DoctorFinding {
    do {
      return DoctorFinding(group, name, try read())
    } catch {
      return unusable(name, error)
    }
  }

  /// What is wrong, where, and what to do about it.
  private static func unusable(_ name: String, _ error: any Error) -> DoctorFinding {
    guard let problem = error as? Diagnostic ?? (error as? Diagnostics)?.items.first else {
      return DoctorFinding(group, name, "\(error)", hint: otherHint, fault: "unusable")
    }
    let isMissing = problem.place.map { access($0.file, F_OK) != 0 } ?? false
    return DoctorFinding(
      group,
      name,
      problem.message + (problem.place.map { ", at \($0)" } ?? ""),
      hint: isMissing ? hint : problem.hint ?? otherHint,
      fault: isMissing ? "missing" : "unusable"
    )
  }

  private static func policy(_ path: String) throws -> String {
    let policy = try PolicyFile.read(path)
    let deciding = policy.rules.count { $0 != nil }
    return "\(ReportFormat.counted(policy.rules.count, "rule")), "
      + "\(ReportFormat.counted(deciding, "decides", "decide")), "
      + "sha256 \(policy.digest.hex.prefix(12))"
  }

  private static func guardPolicy(_ path: String) throws -> String {
    let program = try GuardPolicyFile.read(path)
    let bound = program.holdBound
    let held = bound == 0 ? "nothing" : "at most \(ReportFormat.counted(bound, "character"))"
    return "\(ReportFormat.counted(program.policy.rules.count, "rule")), holds \(held), "
      + "sha256 \(program.digest.hex.prefix(12))"
  }

  private static func benchmarks() throws -> String {
    let library = try BenchmarkLibrary()
    let areas = Set(library.benchmarks.map(\.area)).count
    return "\(ReportFormat.counted(library.benchmarks.count, "description")) in "
      + ReportFormat.counted(areas, "area")
  }

  private static func identityTerms(_ path: String) throws -> String {
    let groups = try IdentityTermsParser.parse(try InputFile.text(path), file: path)
    let digest = try InputFile.digest(path).sha256
    return "\(ReportFormat.counted(groups.count, "group")), sha256 \(digest.hex.prefix(12))"
  }

  /// Those that every installation has, and whatever else lies beside them.
  private static var classifiers: [DoctorFinding] {
    let found = (try? ClassifierLibrary.names()) ?? []
    return Set(["lexicons", "toxicity-linear"] + found).sorted().map { name in
      finding("classifiers/\(name)") { try classifier(name) }
    }
  }

  private static func model(_ name: String) throws -> String {
    let folder = CheckpointFolder(path: "\(try ModelLibrary.folder())/\(name)")
    let configuration = try GemmaConfiguration(try ModelConfiguration(folder))
    let millions = Double(configuration.parameterCount) / 1e6
    return "\(configuration.family.rawValue), \((millions * 10).rounded() / 10) million parameters"
  }

  private static func classifier(_ name: String) throws -> String {
    let entry = ClassifierEntry(name: name, path: "\(try ClassifierLibrary.folder())/\(name)")
    if let problem = entry.problem { throw problem }
    return "\(entry.kind), \(ReportFormat.counted(entry.labels.count, "label")), "
      + "\(ReportFormat.bytes(entry.bytes)), "
      + "sha256 \(entry.digest?.hex.prefix(12) ?? "unknown")"
  }
}
