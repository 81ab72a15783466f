import Diagnostics
import GenerationGuard
import Glibc
import SafetyCore
import SafetyPolicy

/// Opens the models that detectors of a policy name, each once.
enum GuardJudges {
  /// Fills in judges and, in the policy, the digests of what stands behind them.
  static func read(into policy: inout GuardPolicy, _ resources: inout GuardResources) throws {
    var open: [String: any PassageJudge] = [:]
    for (index, detector) in policy.detectors.enumerated() where detector.kind.isJudged {
      let key = [
        detector.kind.rawValue, detector.model ?? "", detector.url ?? "",
        detector.keyVariable ?? "",
        detector.guidelines.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
          .joined(separator: ";"),
        detector.kind == .moderation ? detector.only.joined(separator: ",") : "",
      ].joined(separator: "\n")
      let judge = try open[key] ?? self.judge(detector)
      open[key] = judge
      resources.judges[index] = judge
      policy.detectors[index].sources =
        [judge.digest] + (judge.template.map { [$0] } ?? [])
      policy.lists.append(.init(name: detector.id, sha256: judge.digest))
      if let template = judge.template {
        policy.lists.append(.init(name: "\(detector.id) template", sha256: template))
      }
    }
  }

  private static func judge(_ detector: GuardDetector) throws -> any PassageJudge {
    let model = detector.model ?? ""
    switch detector.kind {
    case .classifier:
      return try ClassifierJudge(try ClassifierLibrary.open(ClassifierChoice(model)))
    case .shieldgemma:
      let own = detector.guidelines.sorted { $0.key < $1.key }.map {
        ShieldGemmaGuideline(name: $0.key, text: $0.value)
      }
      return try GuidelineJudge(
        model,
        guidelines: own.isEmpty ? ShieldGemmaGuideline.shipped : own,
        threads: max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
      )
    default:
      let url = detector.url ?? ""
      return ModerationJudge(
        try ModerationServer(url, keyVariable: detector.keyVariable),
        url: url,
        model: detector.model,
        only: detector.only
      )
    }
  }
}
