/// The forms in which events leave the log as lines.
package enum AuditExportFormat: String, Sendable, CaseIterable {
  /// The hashed bytes, one event a line: `SHA-256(0x00 ‖ line)` is its leaf.
  case jsonl
  /// A table for spreadsheets (RFC 4180).
  case csv
  /// OpenTelemetry log records: OTLP in JSON, a request of up to 256 records a line.
  case otel
}
