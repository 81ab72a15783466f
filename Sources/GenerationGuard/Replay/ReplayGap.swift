/// Why a record does not tell what a policy would have said.
package enum ReplayGap: String, Sendable, Hashable, CaseIterable {
  /// A detector that the policy asks had not looked, or was another one.
  case detectorNotRecorded = "detector_not_recorded"
  /// The risk that earlier turns leave hangs on the rules of the policy of then.
  case turnRisk = "turn_risk"
  /// The answer ended early; what would have followed was never written.
  case cutShort = "cut_short"
  /// Nothing had been looked at: the request failed before.
  case notLookedAt = "not_looked_at"
  /// The record is of before scores were recorded, or the log does not name the policy's detectors.
  case oldRecord = "old_record"
}
