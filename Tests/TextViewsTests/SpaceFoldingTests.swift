import FuzzSupport
import Testing
import TextViews

@Suite struct SpaceFoldingTests {
  private func fold(_ pieces: [[UInt8]]) -> [UInt8] {
    var folded = [UInt8](repeating: 0xFF, count: pieces.reduce(1) { $0 + $1.count })
    var count = 0
    folded.withUnsafeMutableBytes { target in
      for piece in pieces {
        count = piece.withUnsafeBytes { SpaceFolding.append($0, to: target, count: count) }
      }
    }
    return Array(folded[..<count])
  }

  @Test func `folds case and white space`() {
    let text = Array("\n Silver\r\n\tKETTLE  @[`{ dance \u{c4}\u{a0}x ".utf8)
    #expect(String(decoding: fold([text]), as: UTF8.self) == "silver kettle @[`{ dance Ä\u{a0}x ")
    #expect(fold([]) == [])
    #expect(fold([[0x20, 0x0A]]) == [])
  }

  @Test func `agrees with the reference on every byte, in one piece or many`() {
    let all = (0...255).map(UInt8.init)
    #expect(fold([all]) == SpaceFolding.reference(all))
    var generator = Fuzz.Generator(seed: 5)
    for _ in 0..<500 {
      let text = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
        Bool.random(using: &generator) ? 0x20 : UInt8.random(in: 0...255, using: &generator)
      }
      let cut = Int.random(in: 0...text.count, using: &generator)
      #expect(fold([text]) == SpaceFolding.reference(text))
      #expect(fold([Array(text[..<cut]), Array(text[cut...])]) == SpaceFolding.reference(text))
    }
  }
}
