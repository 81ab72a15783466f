import Diagnostics

/// The tensors of a file, or of several that belong together.
package struct TensorSet: Sendable {
  private struct Place: Sendable {
    let tensor: TensorDescription
    let reader: TensorReader
  }

  /// The path of the file or folder, for errors.
  let name: String
  private var places: [String: Place] = [:]

  init(name: String) { self.name = name }

  /// The tensors of one file.
  init(_ tensors: [String: TensorDescription], _ reader: TensorReader) {
    name = reader.file.name
    places = tensors.mapValues { Place(tensor: $0, reader: reader) }
  }

  var names: [String] { places.keys.sorted() }

  subscript(name: String) -> TensorDescription? { places[name]?.tensor }

  /// Takes over a tensor of another set; whether its name is new, an old one keeping its place.
  mutating func take(_ tensor: String, from other: TensorSet) -> Bool {
    guard places[tensor] == nil else { return false }
    places[tensor] = other.places[tensor]
    return true
  }

  /// Who reads a tensor; nil where there is none.
  func reader(of tensor: String) -> (TensorReader, TensorDescription)? {
    places[tensor].map { ($0.reader, $0.tensor) }
  }
}
