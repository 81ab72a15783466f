/// What a worker found in one batch.
struct MeasuredBatch: Sendable {
  var entries: [ChoiceSpool.Entry] = []
  var supply = MixtureSupply()
  var quarantine: [UInt8] = []
  var quarantinedCodes: [String] = []
}
