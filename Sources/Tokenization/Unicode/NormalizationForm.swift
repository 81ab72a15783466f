/// The four normalisation forms as HF tokenizers know them.
enum NormalizationForm: Sendable, Hashable {
  case nfc
  case nfd
  case nfkc
  case nfkd

  var composes: Bool { self == .nfc || self == .nfkc }
  var isCompatible: Bool { self == .nfkc || self == .nfkd }
}
