import StrictJSON

/// A place of the schema's tree, with the levels that tell whether a value is there.
///
/// Levels are those of the Dremel paper (Melnik et al. 2010): a definition level counts the optional
/// and repeated places above a value that are there, a repetition level says which list goes on.
struct SchemaNode: Sendable {
  indirect enum Content: Sendable {
    /// The number of its column.
    case value(Int)
    case object([SchemaNode])
    /// A group that stands for a list: the place in it that repeats.
    case list(SchemaNode)
    /// A place that repeats, of which the only member is the element.
    case element(SchemaNode)
  }

  /// The name, a colon after it, as a member of a JSON object.
  let member: [UInt8]
  let content: Content
  let repetition: SchemaElement.Repetition
  /// The definition level from which on this place is there.
  let definition: Int
  /// The repetition level of the innermost list that this place is in or is.
  let depth: Int
  /// Of the columns below it, the first.
  let columns: Range<Int>
}

extension SchemaNode {
  init(
    name: String,
    content: Content,
    repetition: SchemaElement.Repetition,
    definition: Int,
    depth: Int,
    columns: Range<Int>
  ) {
    var member: [UInt8] = []
    JSONWriter.append(name, to: &member)
    member.append(UInt8(ascii: ":"))
    self.init(
      member: member,
      content: content,
      repetition: repetition,
      definition: definition,
      depth: depth,
      columns: columns
    )
  }
}
