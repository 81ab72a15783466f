import SafetyCore

extension AuditLog {
  /// Hands events to a closure in another form; sealed contents stay in the log.
  ///
  /// - Parameters:
  ///   - format: The form.
  ///   - run: Only events of this run.
  ///   - kind: Only events of this kind.
  ///   - write: Receives whole lines with their ends.
  /// - Returns: How many events were written.
  /// - Throws: What `write` throws, or an `audit/…` diagnostic.
  package func export(
    as format: AuditExportFormat,
    run: String? = nil,
    kind: String? = nil,
    write: ([UInt8]) throws -> Void
  ) throws -> Int {
    var count = 0
    switch format {
    case .jsonl:
      try events(of: run, kind: kind) { event in
        count += 1
        try write(event.body + [0x0A])
      }
    case .csv:
      try write(CSVExport.header)
      try events(of: run, kind: kind) { event in
        count += 1
        try write(CSVExport.line(event))
      }
    case .otel:
      let origin = try checkpoint().origin
      var records: [CanonicalValue] = []
      func flush() throws {
        guard !records.isEmpty else { return }
        try write(OTelExport.request(records, origin: origin).canonicalJSON + [0x0A])
        records.removeAll(keepingCapacity: true)
      }
      try events(of: run, kind: kind) { event in
        count += 1
        records.append(try OTelExport.record(event))
        if records.count == OTelExport.recordsPerRequest { try flush() }
      }
      try flush()
    }
    return count
  }
}
