/// One batch as it is written: its bytes are those of the files, none where nothing is written.
struct BatchOutput: Sendable {
  var kept: [UInt8] = []
  var removed: [UInt8] = []
  var attributes: [UInt8] = []
  var quarantine: [UInt8] = []
  var measurements: [UInt8] = []
  var quarantinedCodes: [String]
  var documents: [JudgedDocument]
  var seen: SeenRecords
}
