import GemmaInference
import Testing

struct ScoringTests {
  @Test(arguments: Fixture.names)
  func `gives a continuation the likelihood that transformers gives it`(name: String) throws {
    let fixture = try Fixture(name)
    let engine = GemmaEngine(try GemmaModel(fixture.checkpoint))
    let scorer = try ContinuationScorer(engine, capacity: 200)
    for item in fixture.cases {
      let cut = item.loglikelihood.context_len
      let context = Array(item.input_ids[..<cut])
      let rest = Array(item.input_ids[cut...])
      // Others beside it and another order change nothing.
      let scores = try scorer.scores(of: [[5, 6, 7], rest, [9], rest, rest, rest], after: context)
      #expect(scores.count == 6)
      for score in [scores[1], scores[3], scores[5]] {
        #expect(abs(score.logLikelihood - item.loglikelihood.sum_logprob) <= 1e-3)
      }
      let all = try scorer.logProbabilities(of: item.input_ids)
      #expect(all.count == item.token_logprobs.count)
      #expect(zip(all, item.token_logprobs).allSatisfy { abs($0 - $1) <= 1e-3 })
    }
  }

  @Test(arguments: Fixture.names)
  func `judges suffixes of one prefix as whole prompts`(name: String) throws {
    let fixture = try Fixture(name)
    let engine = GemmaEngine(try GemmaModel(fixture.checkpoint), chunk: 16)
    let scorer = try ContinuationScorer(engine, capacity: 200)
    for item in fixture.cases {
      let pair = [item.two_token_score.yes_id, item.two_token_score.no_id]
      let cut = item.input_ids.count / 2
      let prefix = Array(item.input_ids[..<cut])
      let suffix = Array(item.input_ids[cut...])
      let shares = try scorer.shares(
        of: pair,
        after: prefix,
        suffixes: [suffix, [8, 9], suffix, [4], suffix]
      )
      for share in [shares[0], shares[2], shares[4]] {
        #expect(abs(share[0] - item.two_token_score.p_yes) <= 1e-3)
        #expect(abs(share[0] + share[1] - 1) <= 1e-12)
      }
    }
  }

  @Test func `refuses nothing to score`() throws {
    let engine = GemmaEngine(try GemmaModel(try Fixture("gemma1-mqa").checkpoint))
    let scorer = try ContinuationScorer(engine, capacity: 20)
    #expect(throws: (any Error).self) { try scorer.scores(of: [[]], after: [2]) }
    #expect(throws: (any Error).self) { try scorer.scores(of: [[3]], after: []) }
    #expect(throws: (any Error).self) { try scorer.logProbabilities(of: [2]) }
    #expect(throws: (any Error).self) { try scorer.shares(of: [3, 4], after: [2], suffixes: [[]]) }
    #expect(try scorer.scores(of: [], after: [2]).isEmpty)
  }
}
