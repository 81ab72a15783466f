import CorpusFiltering
import Diagnostics
import SafetyEvaluation

/// The same evaluation by one seed or several, each a run of its own in the log.
package struct EvaluationSeries: Sendable {
  /// What a series came to.
  package struct Outcome: Sendable {
    /// By seed; fewer than asked for where it was interrupted.
    package var outcomes: [EvaluationSession.Outcome]
    /// How the benchmarks compute their figures, by id.
    let recipes: [String: [MetricRecipe]]

    /// Figures over the seeds that are complete; none for one seed.
    package var seedFigures: [SeedFigure] {
      SeedFigure.all(of: outcomes.filter(\.isComplete).map(\.results), recipes: recipes)
    }

    /// Of all seeds.
    package var problems: [Diagnostic] { outcomes.flatMap(\.problems) }

    package var isComplete: Bool { outcomes.allSatisfy(\.isComplete) }
  }

  /// One for each seed.
  package let sessions: [EvaluationSession]
  private let recipes: [String: [MetricRecipe]]

  /// Reads and checks all data, and hashes the model, before anything runs.
  ///
  /// - Parameters:
  ///   - request: With the first seed and how many there are.
  ///   - library: The benchmarks.
  /// - Throws: Every file that is missing or wrong, with its line.
  package init(_ request: EvaluationRequest, library: BenchmarkLibrary) throws {
    recipes = library.recipes
    let first = try EvaluationSession(request, library: library)
    sessions = try [first] + (1..<max(1, request.seeds)).map { try first.reseeded($0) }
  }

  /// Runs what has no result yet, seed by seed.
  ///
  /// - Parameters:
  ///   - interruption: Stops after the batch under way; what is done stays in the log.
  ///   - progress: Is told after each batch.
  /// - Returns: The results, those of an earlier part of the runs included.
  /// - Throws: What opening the model or the log throws, and what a protocol throws.
  package func run(
    interruption: Interruption,
    progress: @escaping @Sendable (EvaluationSession.Progress) -> Void
  ) async throws -> Outcome {
    do {
      let outcome = try await runAll(interruption, progress)
      try await sessions[0].close()
      return outcome
    } catch {
      // What went wrong first is what a person has to know.
      try? await sessions[0].close()
      throw error
    }
  }

  private func runAll(
    _ interruption: Interruption,
    _ progress: @escaping @Sendable (EvaluationSession.Progress) -> Void
  ) async throws -> Outcome {
    let total = sessions.reduce(0) { $0 + $1.itemCount }
    var outcomes: [EvaluationSession.Outcome] = []
    var before = 0
    for session in sessions {
      let offset = before
      let outcome = try await session.run(interruption: interruption) {
        progress(.init(title: $0.title, done: offset + $0.done, total: total))
      }
      outcomes.append(outcome)
      guard outcome.isComplete else { break }
      before += session.itemCount
    }
    return Outcome(outcomes: outcomes, recipes: recipes)
  }
}
