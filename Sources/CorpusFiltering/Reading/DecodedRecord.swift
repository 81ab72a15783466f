/// What became of decoding a record.
package enum DecodedRecord {
  case document(DocumentRecord)
  case quarantined(QuarantineEntry)
}
