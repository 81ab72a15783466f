import Compression
import Diagnostics
import SafetyCore
import StrictYAML

/// Reads recipes of mixtures and says of every mistake where it stands.
package struct MixtureRecipeParser {
  /// Of a recipe.
  package static let keys = [
    "version", "name", "description", "seed", "unit", "tokenizer", "total", "max_epochs",
    "on_shortage", "temperature", "shards", "compression", "holdout", "sources",
  ]
  private static let amountKeys = ["weight", "take", "repeat"]
  /// Of a source.
  package static let sourceKeys =
    ["paths", "include", "exclude", "format", "text_field", "id_field", "url_field"] + amountKeys
  /// Each source with a holdout has a file open while the mixture is made.
  private static let sourceLimit = 128
  /// The largest `max_epochs`.
  static let mostPasses = 1_000.0
  private static let largest = 1_000_000_000_000_000
  private var reader: YAMLReader

  /// - Parameter file: The recipe's path, for the places of problems.
  package init(file: String) { reader = YAMLReader(file: file, domain: "recipe") }

  /// Parses a recipe.
  ///
  /// - Parameter text: The whole file.
  /// - Returns: The recipe under the digest of the file's bytes.
  /// - Throws: `Diagnostics` with every problem.
  package mutating func parse(_ text: String) throws -> MixtureRecipe {
    let root = try reader.compose(text)
    let members = reader.mapping(root, "the recipe", keys: Self.keys)
    var recipe = MixtureRecipe(name: "mixture", digest: Digest.sha256(text.utf8))
    if members["version"]?.scalar?.string != "1" {
      reader.report("recipe/version", "`version` must be 1", members["version"] ?? root)
    }
    recipe.name = reader.string(members["name"], "`name`", limit: 128) ?? recipe.name
    _ = reader.string(members["description"], "`description`")
    recipe.seed = reader.integer(members["seed"], "`seed`", 0...Int.max) ?? 0
    readAmounts(members, into: &recipe)
    recipe.shards = reader.integer(members["shards"], "`shards`", 1...99_999) ?? 1
    let packings = OutputCompression.allCases.map(\.rawValue)
    recipe.compression =
      reader.choice(members["compression"], packings).flatMap { OutputCompression(rawValue: $0) }
      ?? .none
    recipe.holdout = holdout(members["holdout"])
    readSources(members["sources"], root: root, into: &recipe)
    check(recipe, members)
    guard reader.problems.isEmpty else { throw Diagnostics(reader.problems) }
    return recipe
  }

  private mutating func readAmounts(
    _ members: [String: YAMLNode],
    into recipe: inout MixtureRecipe
  ) {
    let units = MixtureRecipe.Unit.allCases.map(\.rawValue)
    let shortages = MixtureRecipe.Shortage.allCases.map(\.rawValue)
    recipe.unit =
      reader.choice(members["unit"], units).flatMap { MixtureRecipe.Unit(rawValue: $0) }
      ?? .documents
    recipe.tokenizer = reader.string(members["tokenizer"], "`tokenizer`")
    recipe.total = reader.integer(members["total"], "`total`", 1...Self.largest)
    recipe.maximumPasses =
      millionths(members["max_epochs"], "`max_epochs`", 1...Self.mostPasses)
      ?? MixtureRecipe.million
    recipe.shortage =
      reader.choice(members["on_shortage"], shortages).flatMap {
        MixtureRecipe.Shortage(rawValue: $0)
      }
      ?? .error
    recipe.temperature = reader.number(members["temperature"], "`temperature`", 0.1...1_000)
  }

  private mutating func holdout(_ node: YAMLNode?) -> MixtureRecipe.Holdout? {
    guard let node else { return nil }
    let members = reader.mapping(node, "`holdout`", keys: ["share", "seed"])
    let seed = reader.integer(members["seed"], "`seed`", 0...Int.max) ?? 0
    guard let share = members["share"] else {
      reader.report("recipe/missing-key", "`holdout` has no `share`", node)
      return nil
    }
    return reader.number(share, "`share`", 0.000_001...0.5).map { .init(share: $0, seed: seed) }
  }

  private mutating func readSources(
    _ node: YAMLNode?,
    root: YAMLNode,
    into recipe: inout MixtureRecipe
  ) {
    let pairs = reader.pairs(node, "`sources`")
    if pairs.isEmpty {
      reader.report("recipe/no-sources", "the recipe has no `sources`", node ?? root)
    }
    guard pairs.count <= Self.sourceLimit else {
      reader.report("recipe/too-long", "more than \(Self.sourceLimit) sources", node)
      return
    }
    for (name, key, value) in pairs {
      if !Self.isName(name) {
        reader.report(
          "recipe/bad-name",
          "`\(name.prefix(80))` is no name of a source",
          key,
          hint: "small letters, digits, `-`, `_` and `.`, at most 64, a letter or digit first"
        )
      }
      if let source = source(name, key: key, value, recipe) { recipe.sources.append(source) }
    }
  }

  private mutating func source(
    _ name: String,
    key: YAMLNode,
    _ node: YAMLNode,
    _ recipe: MixtureRecipe
  ) -> MixtureRecipe.Source? {
    let members = reader.mapping(node, "the source `\(name)`", keys: Self.sourceKeys)
    let paths = reader.strings(members["paths"], "`paths`")
    if paths.isEmpty || paths.contains("") || paths.contains("-") {
      reader.report(
        "recipe/no-paths",
        "the source `\(name)` needs `paths`, a list of files and folders",
        members["paths"] ?? key
      )
    }
    let formats = InputFormat.allCases.map(\.rawValue)
    let amount = amount(of: name, key: key, members, recipe)
    let format = reader.choice(members["format"], formats).flatMap { InputFormat(rawValue: $0) }
    let include = reader.strings(members["include"], "`include`")
    let exclude = reader.strings(members["exclude"], "`exclude`")
    var options = ReadOptions()
    options.textField = field(members["text_field"], "`text_field`") ?? options.textField
    options.idField = field(members["id_field"], "`id_field`") ?? options.idField
    options.urlField = field(members["url_field"], "`url_field`") ?? options.urlField
    guard let amount else { return nil }
    return MixtureRecipe.Source(
      name: name,
      paths: paths,
      include: include,
      exclude: exclude,
      format: format,
      options: options,
      amount: amount
    )
  }

  private mutating func amount(
    of name: String,
    key: YAMLNode,
    _ members: [String: YAMLNode],
    _ recipe: MixtureRecipe
  ) -> MixtureRecipe.Amount? {
    let given = Self.amountKeys.filter { members[$0] != nil }
    guard given.count < 2 else {
      let words = given.map { "`\($0)`" }.joined(separator: " and ")
      reader.report("recipe/two-amounts", "\(words) exclude each other", members[given[1]])
      return nil
    }
    switch given.first {
    case "weight":
      if recipe.temperature != nil {
        let message = "`weight` and `temperature` exclude each other"
        reader.report("recipe/two-amounts", message, members["weight"])
      }
      return millionths(members["weight"], "`weight`", 0.000_001...1_000_000).map { .weight($0) }
    case "take":
      return reader.integer(members["take"], "`take`", 1...Self.largest).map { .take($0) }
    case "repeat":
      return passes(members["repeat"], recipe)
    default:
      if recipe.temperature != nil { return .bySize }
      reader.report(
        "recipe/no-amount",
        "how much of `\(name)` is taken is not said",
        key,
        hint: "give `weight`, `take` or `repeat`, or the recipe a `temperature`"
      )
      return nil
    }
  }

  private mutating func passes(_ node: YAMLNode?, _ recipe: MixtureRecipe) -> MixtureRecipe.Amount?
  {
    guard let passes = millionths(node, "`repeat`", 0.000_001...Self.mostPasses) else { return nil }
    if passes > recipe.maximumPasses {
      reader.report(
        "recipe/too-many-epochs",
        "`repeat` asks for more than `max_epochs`, \(decimal(ofMillionths: recipe.maximumPasses))",
        node,
        hint: "raise `max_epochs`"
      )
    }
    return .passes(passes)
  }

  /// What only the whole recipe shows.
  private mutating func check(_ recipe: MixtureRecipe, _ members: [String: YAMLNode]) {
    if recipe.unit == .tokens, members["tokenizer"] == nil {
      reader.report(
        "recipe/no-tokenizer",
        "`unit: tokens` needs a `tokenizer`",
        members["unit"],
        hint: "name a tokenizer.json, a tokenizer.model or the folder that holds one"
      )
    }
    if recipe.unit != .tokens, let node = members["tokenizer"] {
      reader.report("recipe/idle-key", "`tokenizer` belongs to `unit: tokens`", node)
    }
    let isShared = recipe.sources.contains {
      switch $0.amount {
      case .weight, .bySize: true
      case .take, .passes: false
      }
    }
    guard !recipe.sources.isEmpty, !isShared else { return }
    for key in ["total", "temperature"] {
      guard let node = members[key] else { continue }
      reader.report("recipe/idle-key", "`\(key)` decides nothing: no source has a weight", node)
    }
  }

  private mutating func field(_ node: YAMLNode?, _ what: String) -> FieldPath? {
    guard let path = reader.string(node, what) else { return nil }
    do throws(Diagnostic) {
      return try FieldPath(parsing: path)
    } catch {
      reader.report("recipe/wrong-value", error.message, node, hint: error.hint)
      return nil
    }
  }

  /// A number with up to six decimals, as a whole number of millionths.
  private mutating func millionths(
    _ node: YAMLNode?,
    _ what: String,
    _ range: ClosedRange<Double>
  ) -> Int? {
    guard let value = reader.number(node, what, range) else { return nil }
    let million = Double(MixtureRecipe.million)
    let scaled = (value * million).rounded()
    // Both are the double nearest to the same decimal, or there are more decimals.
    guard scaled / million == value else {
      reader.report("recipe/out-of-range", "\(what) has more than six decimals", node)
      return nil
    }
    return Int(scaled)
  }

  private static func isName(_ name: String) -> Bool {
    let letters = name.utf8
    func isPlain(_ byte: UInt8) -> Bool {
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
    guard let first = letters.first, isPlain(first), letters.count <= 64 else { return false }
    return letters.allSatisfy { isPlain($0) || "-_.".utf8.contains($0) }
  }
}
