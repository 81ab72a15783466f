import Diagnostics

/// Each item of a set in several dresses, to see whether the dress changes the outcome.
package struct RecordVariants: Sendable, Hashable {
  /// The field whose text is changed.
  package var field: String
  package var variants: [TextVariant]

  /// Every record once a variant, under an id of its own.
  ///
  /// The variant's name stands in the field `variant`, the id it was made from in `origin`.
  /// - Throws: `benchmark/missing-field` at a record whose field has no text.
  func expand(_ records: [BenchmarkRecord]) throws -> [BenchmarkRecord] {
    try records.flatMap { record in
      let text = try record.text([field])
      return variants.map { variant in
        var changed = record
        changed.id = "\(record.id)~\(variant.rawValue)"
        changed.fields[field] = .string(variant.applied(to: text, id: record.id))
        changed.fields["variant"] = .string(variant.rawValue)
        changed.fields["origin"] = .string(record.id)
        return changed
      }
    }
  }
}
