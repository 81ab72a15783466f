import ReportPages
import SafetyCore

/// Near duplicates by the document that stays: how many have how many copies, and which the most.
struct ReportCopies {
  let report: FilterReport

  /// The tables, to stand in the section on duplicates; nothing where nobody looked for copies.
  var html: String {
    guard let copies = report.statistics.copies else { return "" }
    let compared = ReportFormat.count(copies.remembered)
    var text =
      "<h3>Near duplicates</h3><p>\(ReportFormat.count(copies.count)) of \(compared) documents "
      + "that others were compared with have near duplicates.</p>"
    if copies.forgotten > 0 {
      text +=
        "<p class=\"note\">There was no room for \(ReportFormat.count(copies.forgotten)) more: "
        + "what resembles them was kept. Raise <code>memory_mb</code>.</p>"
    }
    guard copies.count > 0 else { return text }
    return text + sizes(copies) + largest(copies)
  }

  private func sizes(_ copies: CopyClusters) -> String {
    let rows = copies.bySize.enumerated().filter { $0.element > 0 }.map { index, count in
      let sizes = CopyClusters.sizes(at: index)
      return """
        <tr><th scope="row">\(ReportFormat.count(sizes.lowerBound)) to \
        \(ReportFormat.count(sizes.upperBound))</th>\
        <td class="n">\(ReportFormat.count(count))</td>\
        <td class="plot">\(SVGPlot.bar(count, of: copies.count, label: "share of clusters"))</td></tr>
        """
    }
    let head = """
      <th scope="col">Documents alike</th><th scope="col" class="n">Clusters</th>\
      <th scope="col" class="plot"><span class="sr">Share</span></th>
      """
    return HTMLText.table(
      "funnel",
      head: head,
      body: "<tbody>\(rows.joined(separator: "\n"))</tbody>"
    )
  }

  private func largest(_ copies: CopyClusters) -> String {
    let shards = report.statistics.shards
    let rows = copies.largest.map { cluster in
      let original = cluster.original
      let shard = shards.indices.contains(original.shard) ? shards[original.shard] : ""
      return """
        <tr><th scope="row"><code>\(HTMLText.escaped(original.id))</code></th>\
        <td class="wide">\(HTMLText.escaped(shard)), line \(ReportFormat.count(original.line))</td>\
        <td class="n">\(ReportFormat.count(cluster.copies))</td></tr>
        """
    }
    let head = """
      <th scope="col">Document that stays</th><th scope="col" class="wide">Where</th>\
      <th scope="col" class="n">Copies</th>
      """
    return "<h3>Most copied</h3>"
      + HTMLText.table("", head: head, body: "<tbody>\(rows.joined(separator: "\n"))</tbody>")
  }
}
