import ReportPages

/// The foot of the page: inputs by digest and how to get the same result again.
struct ReportReproduce {
  let report: FilterReport
  private static let shardLimit = 50

  var html: String { shards + steps }

  private var shards: String {
    let statistics = report.statistics
    guard !statistics.shards.isEmpty else { return "" }
    let inputs = report.context.inputs
    let rows = zip(statistics.shards, statistics.shardTotals).prefix(Self.shardLimit).enumerated()
      .map { index, shard in
        Self.row(shard.0, shard.1, inputs.indices.contains(index) ? inputs[index] : nil)
      }
    let more = statistics.shards.count - Self.shardLimit
    let note =
      more > 0
      ? "<p class=\"note\">\(ReportFormat.count(more)) more are in <code>report.json</code>.</p>"
      : ""
    return HTMLText.section(
      "inputs",
      "Inputs",
      "\(ReportFormat.count(statistics.shards.count)) "
        + "\(statistics.shards.count == 1 ? "shard" : "shards"), in the order they were read.",
      HTMLText.table("", head: Self.head, body: "<tbody>\(rows.joined(separator: "\n"))</tbody>")
        + note + ignored
    )
  }

  private static let head = """
    <th scope="col">Shard</th><th scope="col" class="n wide">Size</th>\
    <th scope="col" class="n">Documents</th><th scope="col" class="n">Kept</th>\
    <th scope="col" class="n">Taken out</th><th scope="col" class="n wide">Quarantined</th>\
    <th scope="col" class="wide">SHA-256</th>
    """

  private static func row(
    _ shard: String,
    _ totals: OutcomeTotals,
    _ input: ReportContext.Input?
  ) -> String {
    """
    <tr><th scope="row" class="id">\(HTMLText.escaped(shard))</th>\
    <td class="n wide">\(input.map { ReportFormat.bytes($0.size) } ?? "–")</td>\
    <td class="n">\(ReportFormat.count(totals.documents))</td>\
    <td class="n">\(ReportFormat.count(totals.kept))</td>\
    <td class="n">\(ReportFormat.count(totals.removed + totals.withheld))</td>\
    <td class="n wide">\(ReportFormat.count(totals.quarantined))</td>\
    <td class="wide"><code>\(HTMLText.escaped(String(input?.sha256.prefix(12) ?? "–")))</code>\
    </td></tr>
    """
  }

  private var ignored: String {
    let phrase = report.context.ignored.phrase()
    return phrase.isEmpty ? "" : "<p class=\"note\">Left out: \(HTMLText.escaped(phrase)).</p>"
  }

  /// What differs from run to run stands in the page only, never in `report.json`.
  private var throughput: [(String, String)] {
    guard let seconds = report.context.elapsedSeconds, seconds > 0 else { return [] }
    let totals = report.statistics.totals
    let rate = Double(totals.documents) / seconds
    let bytes = Double(totals.bytes) / seconds
    return [
      (
        "Throughput",
        "\(ReportFormat.count(Int(min(rate.rounded(), 1e15)))) documents and "
          + "\(ReportFormat.bytes(Int(min(bytes, 1e15)))) of text a second"
      )
    ]
  }

  private var steps: String {
    let context = report.context
    let facts =
      [
        ("Policy", context.policyName),
        ("Policy digest", context.policyDigest),
        ("Words", context.policyWords),
        ("Input manifest", context.inputManifestDigest ?? "not recorded"),
        ("Version", "gemma-safety \(context.toolVersion)"),
        ("Run", context.runID),
      ] + throughput
    let list = facts.map {
      "<div><dt>\($0)</dt><dd class=\"id\">\(HTMLText.escaped($1))</dd></div>"
    }
    return HTMLText.section(
      "reproduce",
      "How to reproduce",
      "The same command on the same inputs under the same policy gives the same bytes, "
        + "for any number of workers.",
      """
      <pre><code>\(HTMLText.escaped(context.commandLine))</code></pre>
      <dl class="facts">\(list.joined(separator: "\n"))</dl>
      """
    )
  }
}
