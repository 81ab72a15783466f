/// A list in the metadata, kept as the file has it: a vocabulary has hundreds of thousands of entries.
package enum GGUFArray: Sendable, Hashable {
  case numbers(GGUFNumbers)
  case strings(GGUFStrings)
  case arrays([GGUFArray])

  package var count: Int {
    switch self {
    case .numbers(let numbers): numbers.count
    case .strings(let strings): strings.count
    case .arrays(let arrays): arrays.count
    }
  }
}
