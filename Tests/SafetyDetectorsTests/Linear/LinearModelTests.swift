import Diagnostics
import Foundation
import SafetyCore
import Testing

import SafetyDetectors

/// Refuses damaged and hostile models with the name of the file and of the field.
struct LinearModelTests {
  /// Reads a model after a change of its files and gives the problem.
  private func problem(_ change: (inout LinearModel.Files) throws -> Void) throws -> Diagnostic? {
    var files = try LinearFixture.files()
    try change(&files)
    do {
      _ = try LinearModel(files)
      return nil
    } catch let problem as Diagnostic {
      return problem
    }
  }

  private static func replace(
    _ files: inout LinearModel.Files,
    _ field: String,
    _ value: Any?
  ) throws {
    let object = try JSONSerialization.jsonObject(with: Data(files.manifest))
    var members = try #require(object as? [String: Any])
    members[field] = value
    files.manifest = Array(try JSONSerialization.data(withJSONObject: members))
  }

  @Test func `reads the files it was made for`() throws {
    #expect(try problem { _ in } == nil)
    #expect(try LinearFixture.shipped().window == 32)
  }

  @Test(arguments: [0, 1, 16, 5000, 15_375])
  func `refuses weights that were cut off`(count: Int) throws {
    let found = try #require(try problem { $0.weights = Array($0.weights.prefix(count)) })
    #expect(found.code == "linear/weights-size")
    #expect(found.place?.file == "weights.bin")
  }

  @Test func `refuses weights with bytes to spare`() throws {
    #expect(try problem { $0.weights.append(0) }?.code == "linear/weights-size")
  }

  @Test func `refuses a file that is something else`() throws {
    #expect(try problem { $0.weights[0] ^= 1 }?.code == "linear/weights-magic")
  }

  @Test(arguments: [16, 9000, 15_375])
  func `refuses weights of which one bit is not what it was`(place: Int) throws {
    let found = try #require(try problem { $0.weights[place] ^= 4 })
    #expect(found.code == "linear/weights-digest")
    #expect(found.hint != nil)
  }

  @Test(arguments: [
    "format", "labels", "word_bits", "pair_bits", "shortest_gram", "longest_gram", "window",
    "weights_sha256", "scales", "biases", "calibration_values_threat",
    "calibration_scores_identity_attack",
  ])
  func `names a field that is missing or of another type`(field: String) throws {
    for value in [nil, true, ["silver": "kettle"]] as [Any?] {
      let found = try #require(try problem { try Self.replace(&$0, field, value) })
      #expect(found.code == "linear/manifest")
      #expect(found.message.contains("`\(field)`"))
      #expect(found.place?.file == "manifest.json")
    }
  }

  @Test(arguments: [
    "nan", "NaN", "inf", "-1", "0", "1e400", "", "0x1p3", "1e9", "kettle", "0.1 ",
  ])
  func `refuses scales that are no sensible number`(text: String) throws {
    let scales = ["0.1", "0.1", text, "0.1", "0.1"]
    let found = try #require(try problem { try Self.replace(&$0, "scales", scales) })
    #expect(found.message.contains("`scales`"))
  }

  @Test func `refuses numbers out of range`() throws {
    let bad: [(String, Any)] = [
      ("word_bits", 63), ("word_bits", -1), ("pair_bits", 23), ("longest_gram", 9),
      ("shortest_gram", 6), ("window", 7), ("window", 1_000_000), ("biases", ["0", "0"]),
      ("labels", ["toxic"]), ("weights_sha256", "abc"), ("format", "gemma-safety.linear/2"),
    ]
    for (field, value) in bad {
      let found = try #require(try problem { try Self.replace(&$0, field, value) })
      #expect(found.code == "linear/manifest", "\(field)")
    }
  }

  @Test(arguments: [
    (["0", "0"], ["0", "1"]), (["1", "0"], ["0", "1"]), (["0", "1"], ["1", "0"]),
    (["0", "1"], ["0", "1", "1"]), (["0"], ["1"]), (["0", "1"], ["0", "1.5"]),
  ])
  func `refuses a calibration that does not ascend`(values: [String], scores: [String]) throws {
    let found = try #require(
      try problem {
        try Self.replace(&$0, "calibration_values_toxic", values)
        try Self.replace(&$0, "calibration_scores_toxic", scores)
      }
    )
    #expect(found.code == "linear/manifest")
  }

  @Test func `refuses a manifest that is cut off, at every byte`() throws {
    let whole = try LinearFixture.files().manifest
    for count in stride(from: 0, to: whole.count - 1, by: 7) {
      #expect(try problem { $0.manifest = Array(whole.prefix(count)) } != nil)
    }
  }

  @Test func `reads along straight lines and stays within the ends`() throws {
    let curve = try #require(LinearCurve(values: [-1, 0, 2], scores: [0.1, 0.2, 1]))
    #expect(curve.score(-5) == 0.1)
    #expect(curve.score(-0.5) == 0.1 + 0.5 * (0.2 - 0.1))
    #expect(curve.score(0) == 0.2)
    #expect(curve.score(1) == 0.2 + 0.5 * (1 - 0.2))
    #expect(curve.score(7) == 1)
  }
}
