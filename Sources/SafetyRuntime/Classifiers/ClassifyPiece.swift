import CorpusFiltering

/// What became of one batch of records, in their order.
struct ClassifyPiece: Sendable {
  var texts: [ClassifiedText] = []
  /// One a text where truths are read, else none.
  var truths: [RecordTruth] = []
  var quarantined: [QuarantineEntry] = []
}
