import SafetyCore
import SafetyDetectors
import TextViews

/// What a policy names and others have read: lists by detector, and the classifier.
package struct GuardResources: Sendable {
  /// Entries of list files by the detector's place in the policy.
  package var lists: [Int: [GuardList.Entry]] = [:]
  /// The classifier behind detectors of kind `linear`.
  package var classifier: (any Detector<AnalyzedText>)?
  /// Models behind detectors, by the detector's place in the policy.
  package var judges: [Int: any PassageJudge] = [:]

  package init() {}
}
