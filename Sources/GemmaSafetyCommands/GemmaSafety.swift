import ArgumentParser
import Diagnostics
import Glibc
import SafetyRuntime
import TerminalOutput

/// The command line.
package struct GemmaSafety: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "gemma-safety",
    abstract: "Cleans corpora, guards and measures Gemma models, and keeps the evidence.",
    discussion: """
      Examples:
        gemma-safety filter corpus/ -o filtered
        gemma-safety chat --policy default
        gemma-safety serve --policy default --upstream http://127.0.0.1:8000
        gemma-safety evaluate run --suite gemma-safety --model gemma-3-1b-it
        gemma-safety audit why letter-17

      What holds for a whole project stands in gemma-safety.yaml: gemma-safety config show

      Exit codes: 0 yes or done, 1 no, 2 could not tell or failed, 64 wrong usage, 130 \
      interrupted; commands that verify or decide about a release also end with 3.

      Completions for bash, zsh or fish: gemma-safety --generate-completion-script SHELL
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(
        name: "Corpus",
        subcommands: [
          FilterCommand.self, DedupCommand.self, DecontaminateCommand.self, MixCommand.self,
        ]
      ),
      CommandGroup(name: "Policies", subcommands: [PolicyCommand.self]),
      CommandGroup(
        name: "Classifiers",
        subcommands: [ClassifyCommand.self, ClassifiersCommand.self]
      ),
      CommandGroup(
        name: "Gemma",
        subcommands: [GenerateCommand.self, ChatCommand.self, ServeCommand.self, ModelCommand.self]
      ),
      CommandGroup(name: "Guard", subcommands: [ReviewCommand.self, ReplayCommand.self]),
      CommandGroup(name: "Evaluation", subcommands: [EvaluateCommand.self]),
      CommandGroup(
        name: "Evidence",
        subcommands: [AuditCommand.self, CardCommand.self, ReleaseCommand.self]
      ),
      CommandGroup(
        name: "Installation and settings",
        subcommands: [DoctorCommand.self, ConfigCommand.self]
      ),
    ]
  )
  static let version = "0.1.0"

  package init() {}

  /// Reads the arguments and runs the command they name; wrong usage ends with code 64.
  package static func start() -> Never {
    do {
      var command = try parseAsRoot()
      try readSettings(for: command)
      try command.run()
      end(0)
    } catch let code as ExitCode {
      end(code.rawValue)
    } catch {
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      note(String(describing: UsageError.diagnostic(error)))
      Glibc.exit(EX_USAGE)
    }
  }

  /// Puts the settings of environment and file in force, but for commands that only show help.
  private static func readSettings(for command: any ParsableCommand) throws {
    let configuration = type(of: command).configuration
    guard configuration.subcommands.isEmpty, configuration.commandName != "help" else { return }
    do {
      Settings.use(try Settings.find())
    } catch {
      note(description(of: error))
      throw ExitCode(EX_USAGE)
    }
  }

  /// Ends with a code, or with 2 where the answer that it stands for could not be written.
  private static func end(_ code: Int32) -> Never {
    guard let failure = StandardOutput.failure else { Glibc.exit(code) }
    let reason = String(cString: strerror(failure)).lowercased()
    let message = "cannot write the result to standard output: \(reason)"
    note(Diagnostic("output/unwritable", message).description)
    Glibc.exit(max(code, 2))
  }

  /// Runs a command's work; a failure is printed and ends with code 2, could not tell.
  static func reporting(_ work: () throws -> Void) throws {
    do {
      try work()
    } catch let error as ExitCode {
      throw error
    } catch {
      note(description(of: error))
      throw ExitCode(2)
    }
  }

  /// Says why a command cannot be followed as it stands together with the settings.
  ///
  /// - Parameters:
  ///   - message: A phrase.
  ///   - command: Whose `--help` tells more, such as `serve`.
  /// - Returns: The code to end with.
  static func refuse(_ message: String, see command: String) -> ExitCode {
    let hint = "see `gemma-safety \(command) --help`"
    note(Diagnostic("usage/wrong", message, hint: hint).description)
    return ExitCode(EX_USAGE)
  }

  private static func description(of error: any Error) -> String {
    if error is Diagnostic || error is Diagnostics { return String(describing: error) }
    return Diagnostic("runtime/unexpected", String(describing: error)).description
  }

  /// Writes a line to standard error.
  static func note(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
