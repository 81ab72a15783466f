/// One value of a parsed text; those inside it follow it, each key before its value.
package struct JSONNode: Sendable {
  package enum Kind: UInt8, Sendable {
    case null
    case no
    case yes
    case number
    case string
    case array
    case object
  }

  let kind: Kind
  /// Where the bytes of a string or number begin in the document's text.
  var start: UInt32
  /// How many; for arrays and objects, how many elements or members.
  var count: UInt32
  /// The index of the node after this one and all inside it.
  var next: UInt32
}
