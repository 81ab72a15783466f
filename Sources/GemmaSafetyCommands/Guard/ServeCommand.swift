import ArgumentParser
import Diagnostics
import Glibc
import GuardServer
import ModelUpstream
import SafetyCore
import SafetyRuntime

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve a model behind a policy, as OpenAI's clients expect it.",
    discussion: """
      The model is a native Gemma, or any server with an OpenAI-compatible interface (llama.cpp, vLLM, \
      Ollama, TGI). Nothing that an enforced rule withholds is sent, streamed or not, and every decision \
      is in the audit log before its answer ends. SIGHUP reads the policy again; one that fails its own \
      tests or gates is refused, and the one before stays. SIGTERM and Ctrl-C let answers finish.

        POST /v1/chat/completions, /v1/completions, /v1/responses, /v1/moderations
        GET  /v1/models
        POST /v1/guard/check, /v1/guard/explain, /v1/guard/policy/validate
        GET  /v1/guard/policy, /v1/guard/decisions/ID
        GET  /health/live, /health/ready, /metrics
        POST /admin/reload, on its own listener

      Keys, tokens and the key of an upstream server are read from files or the environment, never from \
      the command line: GEMMA_SAFETY_ADMIN_TOKEN, GEMMA_SAFETY_UPSTREAM_KEY, GEMMA_SAFETY_SEAL_KEY.

      Examples:
        gemma-safety serve --policy default
        gemma-safety serve --policy strict.yaml --upstream http://127.0.0.1:8000 \\
          --api-key-file keys.txt
        curl http://127.0.0.1:8080/v1/chat/completions \\
          -d '{"messages":[{"role":"user","content":"Hi"}]}'

      Exit codes: 0 stopped, 2 failed, 64 wrong usage.
      """
  )

  @Option(
    help: Setting.guardPolicy.help("A guard policy's file or name.", standard: "none"),
    completion: .file()
  )
  var policy: String?
  @OptionGroup var log: GuardLogOption
  @Flag(help: "Keep prompts and answers in the log, sealed, until `audit erase` takes them out.")
  var keepTexts = false
  @Option(help: "The address to listen on; all of them with 0.0.0.0.") var host = "127.0.0.1"
  @Option(help: "The port to listen on; 0 takes a free one.") var port = 8080

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Sampling, where a request does not say") var sampling: SamplingArguments
  @Option(help: "The most tokens of an answer, where a request does not say.") var maxTokens = 512
  @OptionGroup(title: "Upstream") var upstream: UpstreamArguments
  @OptionGroup(title: "Access") var access: AccessArguments
  @OptionGroup(title: "Limits") var limits: LimitArguments
  @Flag(help: "Answer a refused prompt with status 400 instead of a refusal.") var strict = false
  @Flag(name: [.short, .long], help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    guard 0...65_535 ~= port else { throw ValidationError("--port must be from 0 to 65535") }
    guard 1...1_000_000 ~= maxTokens else {
      throw ValidationError("--max-tokens must be from 1 to 1000000")
    }
    guard upstream.upstream == nil || model.givenModel == nil else {
      throw ValidationError("--model and --upstream exclude each other")
    }
    try sampling.check()
    try model.check()
    try upstream.check()
    try access.check()
    try limits.check()
  }

  func run() throws {
    guard let policy = policy ?? Settings.current[.guardPolicy] else {
      throw GemmaSafety.refuse("name a guard policy, such as --policy default", see: "serve")
    }
    try GemmaSafety.reporting {
      let options = try options()
      let sealKey = try access.sealKey()
      let run = try prepare(policy, options, sealKey)
      if !quiet, (sealKey != nil) != run.trustsSeals {
        GemmaSafety.note(Self.sealNote(hasKey: sealKey != nil))
      }
      try serve(run, options)
    }
  }

  private func options() throws -> ServeOptions {
    var options = ServeOptions(host: host, port: port)
    try access.apply(to: &options)
    options.limits = limits.limits
    options.isStrict = strict
    return options
  }

  private func prepare(
    _ policy: String,
    _ options: ServeOptions,
    _ sealKey: DigestKey?
  ) throws -> ServeRun {
    let (audit, model, keepsTexts) = (log.path, try served(), keepTexts)
    return try AsyncBridge.wait {
      try await ServeRun(
        policy: policy,
        model: model,
        audit: audit,
        options: options,
        keepsTexts: keepsTexts,
        sealKey: sealKey,
        clock: Clock.now
      )
    }
  }

  /// Serves until a signal, and says where once each address listens.
  private func serve(_ run: ServeRun, _ options: ServeOptions) throws {
    let (audit, keepsTexts, isQuiet) = (log.path, keepTexts, quiet)
    let scheme = options.certificate == nil ? "http" : "https"
    let (host, admin) = (Self.shown(host), Self.shown(options.admin?.host ?? ""))
    try AsyncBridge.wait {
      try await run.run(
        note: { if !isQuiet { GemmaSafety.note($0) } },
        onListening: { isAdmin, port in
          guard !isQuiet else { return }
          if !isAdmin { GemmaSafety.note("\(run.model) behind \(run.policy)") }
          if !isAdmin, keepsTexts { GemmaSafety.note("texts are kept, sealed, in \(audit)") }
          let name = isAdmin ? "admin on" : "listening on"
          GemmaSafety.note("\(name) \(scheme)://\(isAdmin ? admin : host):\(port)")
        }
      )
    }
  }

  private func served() throws -> ServeRun.Model {
    if let endpoint = try upstream.endpoint() { return .upstream(endpoint) }
    var settings = GenerationSettings(.chat(""))
    settings.maximumTokens = maxTokens
    settings.context = model.context
    sampling.apply(to: &settings)
    return .native(
      model.model,
      model.precision,
      model.cache,
      threads: model.threadCount,
      settings
    )
  }

  private static func sealNote(hasKey: Bool) -> String {
    hasKey
      ? "the key for seals is not used: the policy looks at every turn (`trust: rescan`)"
      : "no seals are given out without --seal-key-file, and every turn is looked at again"
  }

  private static func shown(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
