import Diagnostics

/// The metadata of a GGUF file, each entry of which is read with its type and range.
package struct GGUFMetadata: Sendable {
  private struct Entry: Sendable {
    let value: GGUFValue
    let offset: Int
  }

  /// For errors.
  package let file: String
  private var entries: [String: Entry] = [:]

  init(file: String) { self.file = file }

  /// Whether the key is new; an old one keeps its value.
  mutating func add(_ key: String, _ value: GGUFValue, at offset: Int) -> Bool {
    guard entries[key] == nil else { return false }
    entries[key] = Entry(value: value, offset: offset)
    return true
  }

  /// Sorted.
  package var keys: [String] { entries.keys.sorted() }

  package func value(_ key: String) -> GGUFValue? { entries[key]?.value }

  package func string(_ key: String) throws -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value else { throw mismatch(key, "a string", value) }
    return text
  }

  package func boolean(_ key: String) throws -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .boolean(let truth) = value else { throw mismatch(key, "a boolean", value) }
    return truth
  }

  /// A whole number within a range; nil where it is absent.
  package func integer(_ key: String, _ range: ClosedRange<Int>) throws -> Int? {
    guard let value = value(key) else { return nil }
    guard case .integer(let number) = value, range.contains(number) else {
      throw problem(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A number within a range; nil where it is absent.
  package func number(_ key: String, _ range: ClosedRange<Double>) throws -> Double? {
    guard let value = value(key) else { return nil }
    let number: Double? =
      switch value {
      case .integer(let number): Double(number)
      case .number(let number): number
      default: nil
      }
    guard let number, range.contains(number) else {
      throw problem(key, "must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Strings, which need not be UTF-8; nil where the key is absent.
  package func strings(_ key: String) throws -> GGUFStrings? {
    guard let value = value(key) else { return nil }
    guard case .array(.strings(let strings)) = value else {
      throw mismatch(key, "a list of strings", value)
    }
    return strings
  }

  /// Whole numbers; nil where the key is absent.
  package func integers<Number: FixedWidthInteger>(
    _ key: String,
    as type: Number.Type = Number.self
  ) throws -> [Number]? {
    guard let value = value(key) else { return nil }
    guard case .array(.numbers(let numbers)) = value, let integers = numbers.integers(as: type)
    else { throw mismatch(key, "a list of whole numbers that fit \(type)", value) }
    return integers
  }

  /// Floats; nil where the key is absent.
  package func floats(_ key: String) throws -> [Float]? {
    guard let value = value(key) else { return nil }
    guard case .array(.numbers(let numbers)) = value, let floats = numbers.floats() else {
      throw mismatch(key, "a list of floats", value)
    }
    return floats
  }

  /// Booleans; nil where the key is absent.
  package func booleans(_ key: String) throws -> [Bool]? {
    guard let value = value(key) else { return nil }
    guard case .array(.numbers(let numbers)) = value, let booleans = numbers.booleans() else {
      throw mismatch(key, "a list of booleans", value)
    }
    return booleans
  }

  /// What an entry holds, or an error that asks for it.
  package func required<Value>(_ key: String, _ value: Value?) throws -> Value {
    guard let value else { throw problem(key, "is missing") }
    return value
  }

  /// An error about one entry.
  package func problem(_ key: String, _ message: String, hint: String? = nil) -> Diagnostic {
    Diagnostic(
      "gguf/metadata",
      "`\(key)` \(message)",
      at: .init(file: file, byteOffset: entries[key]?.offset),
      hint: hint
    )
  }

  private func mismatch(_ key: String, _ wanted: String, _ value: GGUFValue) -> Diagnostic {
    problem(key, "must be \(wanted), is \(value.kind)")
  }
}
