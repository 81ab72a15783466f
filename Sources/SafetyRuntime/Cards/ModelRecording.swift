import AuditLog
import Diagnostics
import SafetyCore

/// Reads a model or a classifier into the record that the log keeps of it.
package enum ModelRecording {
  /// Reads headers and hashes every byte.
  ///
  /// - Throws: What neither a model nor a classifier throws: `model/…`, `runtime/unreadable`; why the
  ///   weights are no model of their configuration.
  package static func record(of model: CardRequest.Model) throws -> ModelRecord {
    let digest = try ModelDigest(of: model.path)
    let files = digest.files.count
    do {
      let inspection = try ModelInspection(model.path)
      if let problem = inspection.problem { throw problem }
      return inspected(inspection, model.name, digest.root, files: files)
    } catch {
      let entry = ClassifierEntry(name: model.name, path: model.path)
      guard entry.problem == nil else { throw error }
      return ModelRecord(
        run: AuditLog.ownRun,
        model: model.name,
        sha256: digest.root,
        container: entry.kind,
        architecture: "classifier of \(entry.labels.joined(separator: ", "))",
        sizes: ["labels": entry.labels.count, "weights_bytes": entry.bytes, "files": files]
      )
    }
  }

  private static func inspected(
    _ inspection: ModelInspection,
    _ name: String,
    _ digest: Digest,
    files: Int
  ) -> ModelRecord {
    let shape = inspection.shape
    return ModelRecord(
      run: AuditLog.ownRun,
      model: name,
      sha256: digest,
      container: inspection.container,
      architecture: shape.architecture,
      sizes: [
        "parameters": inspection.parameters, "layers": shape.layers, "hidden_size": shape.width,
        "heads": shape.heads, "key_value_heads": shape.keyValueHeads,
        "vocabulary": shape.vocabulary, "context_tokens": shape.context,
        "weights_bytes": inspection.weightBytes, "files": files,
      ],
      formats: Dictionary(
        inspection.formats.map { ($0.type, $0.elements) },
        uniquingKeysWith: { $0 + $1 }
      )
    )
  }
}
