import Diagnostics
import Dispatch
import ModelCards
import Synchronization

/// Files of a card that are made apart from others, and what a person should know of them.
struct MadeFiles: Sendable {
  let files: [CardFile]
  private(set) var notes: [String] = []

  init(_ files: [CardFile]) { self.files = files }

  /// Takes forms in that hold what their schemas ask for, and more.
  ///
  /// - Throws: `Diagnostics` of a bill whose references lead nowhere.
  init(checking files: [CardFile]) throws {
    self.files = files
    // Bills differ in the number of their version alone, so that what holds for one holds for all.
    let bill = CycloneDXCard.Version.v1_6.file
    for form in files where form.name == bill {
      let problems = try BillCheck.cycloneDX(form.bytes, file: form.name)
      guard problems.isEmpty else { throw Diagnostics(problems) }
    }
    for form in files where form.name == SPDXCard.file {
      notes += try BillCheck.spdx(form.bytes, file: form.name).map { "\(form.name): \($0.message)" }
    }
  }

  /// The parts in the order of their makers, which work at the same time.
  ///
  /// - Throws: What the first of them that fails throws.
  static func all(_ makers: [@Sendable () throws -> MadeFiles]) throws -> [MadeFiles] {
    let made = Mutex(
      [Result<MadeFiles, any Error>](repeating: .success(MadeFiles([])), count: makers.count)
    )
    DispatchQueue.concurrentPerform(iterations: makers.count) { place in
      let result = Result { try makers[place]() }
      made.withLock { $0[place] = result }
    }
    return try made.withLock { $0 }.map { try $0.get() }
  }
}
