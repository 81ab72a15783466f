/// The tree of a file's columns.
struct Schema: Sendable {
  /// A column: a leaf of the tree.
  struct Column: Sendable {
    /// With dots between the names.
    let path: String
    let type: PhysicalType
    /// Bytes of a value of fixed length.
    let length: Int
    let logicalType: LogicalType?
    /// The definition level of a value that is there.
    let definition: Int
    /// The number of lists that it is in.
    let depth: Int
  }

  private static let maximumColumns = 1 << 16
  private static let maximumDepth = 100

  /// The members of a row.
  let members: [SchemaNode]
  let columns: [Column]

  /// - Throws: `ParquetDamage` for a tree that does not add up.
  init(_ elements: [SchemaElement]) throws {
    guard let root = elements.first, root.type == nil else {
      throw ParquetDamage.broken("the schema has no root")
    }
    var builder = Builder(elements: elements)
    members = try builder.members(root.childCount, path: "", Builder.Levels())
    columns = builder.columns
    guard builder.next == elements.count else {
      throw ParquetDamage.broken("the schema has lines that belong to no group")
    }
  }

  /// Refuses a schema while it is read, since a line of one byte takes a hundred in memory.
  static func checkCount(_ count: Int) throws {
    guard count <= maximumColumns else {
      throw ParquetDamage.unsupported("the schema has over \(maximumColumns) columns")
    }
  }

  private struct Builder {
    struct Levels {
      var definition = 0
      var depth = 0
      /// Groups above.
      var nesting = 0
    }

    let elements: [SchemaElement]
    var next = 1
    var columns: [Column] = []

    mutating func members(_ count: Int, path: String, _ levels: Levels) throws -> [SchemaNode] {
      guard 1...max(1, elements.count - next) ~= count else {
        throw ParquetDamage.broken("the group `\(path.prefix(80))` has \(count) members")
      }
      return try (0..<count).map { _ in try node(path: path, levels) }
    }

    private mutating func node(path: String, _ above: Levels) throws -> SchemaNode {
      guard next < elements.count, above.nesting < Schema.maximumDepth else {
        throw ParquetDamage.broken("the schema's groups do not add up")
      }
      let element = elements[next]
      next += 1
      guard let repetition = element.repetition else {
        throw ParquetDamage.broken("`\(element.name.prefix(80))` does not say whether it repeats")
      }
      var levels = above
      levels.nesting += 1
      if repetition != .required { levels.definition += 1 }
      if repetition == .repeated { levels.depth += 1 }
      let path = path.isEmpty ? element.name : "\(path).\(element.name)"
      let first = columns.count
      let content = try content(element, path: path, levels)
      return SchemaNode(
        name: element.name,
        content: content,
        repetition: repetition,
        definition: levels.definition,
        depth: levels.depth,
        columns: first..<columns.count
      )
    }

    private mutating func content(
      _ element: SchemaElement,
      path: String,
      _ levels: Levels
    ) throws -> SchemaNode.Content {
      guard let type = element.type else {
        let members = try members(element.childCount, path: path, levels)
        return Self.content(element, members)
      }
      guard type != .fixedLengthByteArray || 1...(1 << 20) ~= element.length else {
        throw ParquetDamage.broken("`\(path.prefix(80))` has values of \(element.length) bytes")
      }
      columns.append(
        Column(
          path: path,
          type: type,
          length: element.length,
          logicalType: element.logicalType,
          definition: levels.definition,
          depth: levels.depth
        )
      )
      return .value(columns.count - 1)
    }

    /// Takes the place that only repeats out of a list, by the
    /// [rules for files of old](https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists).
    private static func content(
      _ element: SchemaElement,
      _ members: [SchemaNode]
    ) -> SchemaNode.Content {
      let isList = element.logicalType == .list || element.logicalType == .map
      guard isList, members.count == 1, let repeated = members.first,
        repeated.repetition == .repeated
      else { return .object(members) }
      return .list(repeated.asElements(of: element))
    }
  }
}

extension SchemaNode {
  /// The repeated place of a list, as what its elements are.
  fileprivate func asElements(of list: SchemaElement) -> SchemaNode {
    guard list.logicalType == .list, case .object(let members) = content, members.count == 1,
      let only = members.first, only.repetition != .repeated
    else { return self }
    let name = String(decoding: member.dropFirst().dropLast(2), as: UTF8.self)
    guard name != "array", name != "\(list.name)_tuple" else { return self }
    return SchemaNode(
      member: member,
      content: .element(only),
      repetition: .repeated,
      definition: definition,
      depth: depth,
      columns: columns
    )
  }
}
