import SafetyRuntime

/// The time as audit logs write it.
typealias Clock = SystemClock
