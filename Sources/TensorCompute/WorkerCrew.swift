import CInferenceKernels
import CThreadPlacement
import Glibc
import Synchronization

/// The threads behind `WorkerThreads` and how work reaches them.
///
/// `@unchecked` is sound because the job is written by the caller alone, of whom there is one at a
/// time (`WorkerThreads` holds a lock), and read by a helper only between the two events that order
/// the memory: the exchange of `work` into its mailbox (releasing; the helper acquires) and the
/// subtraction from `pending` (releasing; the caller acquires before it returns). A helper that has no
/// work in its mailbox reads nothing of the job. Semaphores are made before the threads and destroyed
/// after they have ended; every mailbox and counter is atomic.
final class WorkerCrew: @unchecked Sendable {
  /// What a mailbox holds: nothing, work, word that its owner sleeps, or word to end.
  private enum Word {
    static let none = 0
    static let work = 1
    static let asleep = 2
    static let end = 3
  }

  /// One helper's mailbox, a class so that an atomic has a place of its own.
  private final class Mailbox: Sendable {
    let word = Atomic<Int>(Word.none)
  }

  private struct Job {
    var body: UnsafePointer<(Int) -> Void>?
    var parts = 0
    /// Where the caller runs.
    var cpu: Int32 = -1
  }

  /// How often a waiting thread looks, some 50 microseconds, before it lets others have its CPU
  /// between two looks, and how often it does that before it sleeps.
  private static let looks = 1000
  private static let turns = 200
  /// Added to `pending` by a caller that sleeps.
  private static let callerAsleep = 1 << 20

  private(set) var helpers = 0
  private var job = Job()
  private let mailboxes: [Mailbox]
  /// Helpers that have not finished the job.
  private let pending = Atomic<Int>(0)
  /// One for each helper, then the caller's.
  private let alarms: UnsafeMutablePointer<sem_t>
  private var threads: [pthread_t] = []

  init(helpers wanted: Int) {
    mailboxes = (0..<wanted).map { _ in Mailbox() }
    alarms = .allocate(capacity: wanted + 1)
    for index in 0...wanted { sem_init(alarms + index, 0, 0) }
    for index in 0..<wanted where threads.count == index {
      start(index)
    }
    helpers = threads.count
  }

  private func start(_ index: Int) {
    let start = Unmanaged.passRetained(Start(crew: self, index: index))
    var thread = pthread_t()
    let failure = pthread_create(
      &thread,
      nil,
      { argument in
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        start.crew.help(start.index)
        return nil
      },
      start.toOpaque()
    )
    if failure == 0 { threads.append(thread) } else { start.release() }
  }

  /// What a new thread is told.
  private final class Start {
    let crew: WorkerCrew
    let index: Int

    init(crew: WorkerCrew, index: Int) {
      self.crew = crew
      self.index = index
    }
  }

  /// Ends the threads and waits for them; the crew is of no use afterwards.
  func stop() {
    for index in threads.indices { post(Word.end, to: index) }
    for thread in threads { pthread_join(thread, nil) }
    for index in 0...mailboxes.count { sem_destroy(alarms + index) }
    alarms.deallocate()
  }

  func run(parts: Int, _ body: @escaping (Int) -> Void) {
    let team = helpers + 1
    withUnsafePointer(to: body) { body in
      job = Job(body: body, parts: parts, cpu: gtp_current_cpu())
      let called = min(helpers, parts - 1)
      pending.store(called, ordering: .relaxed)
      for index in 0..<called { post(Word.work, to: index) }
      for part in stride(from: 0, to: parts, by: team) { body.pointee(part) }
      wait()
    }
  }

  private func post(_ word: Int, to helper: Int) {
    let before = mailboxes[helper].word.exchange(word, ordering: .acquiringAndReleasing)
    if before == Word.asleep { sem_post(alarms + helper) }
  }

  /// Waits until no helper is at work.
  private func wait() {
    if comes({ pending.load(ordering: .acquiring) == 0 }) { return }
    let before = pending.wrappingAdd(Self.callerAsleep, ordering: .acquiringAndReleasing).oldValue
    if before != 0 { sleep(alarms + helpers) }
    pending.store(0, ordering: .relaxed)
  }

  /// Waits awake for a while; whether what is waited for came.
  private func comes(_ event: () -> Bool) -> Bool {
    for _ in 0..<Self.looks {
      if event() { return true }
      gsk_relax()
    }
    for _ in 0..<Self.turns {
      if event() { return true }
      sched_yield()
    }
    return false
  }

  private func help(_ index: Int) {
    while receive(index) == Word.work {
      let team = helpers + 1
      // Two threads on one CPU take turns where they should work side by side, and systems leave them
      // there for seconds if something of little weight runs on the others.
      if job.cpu >= 0, job.cpu == gtp_current_cpu() { gtp_leave_cpu(job.cpu) }
      if let body = job.body {
        for part in stride(from: index + 1, to: job.parts, by: team) { body.pointee(part) }
      }
      let left = pending.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue
      if left == Self.callerAsleep { sem_post(alarms + helpers) }
    }
  }

  /// The next word for a helper, its mailbox empty again.
  private func receive(_ index: Int) -> Int {
    let mailbox = mailboxes[index]
    if comes({ mailbox.word.load(ordering: .acquiring) != Word.none }) { return taken(index) }
    let (slept, _) = mailbox.word.compareExchange(
      expected: Word.none,
      desired: Word.asleep,
      ordering: .acquiringAndReleasing
    )
    if slept { sleep(alarms + index) }
    return taken(index)
  }

  private func taken(_ index: Int) -> Int {
    mailboxes[index].word.exchange(Word.none, ordering: .acquiringAndReleasing)
  }

  /// Signals interrupt a wait.
  private func sleep(_ alarm: UnsafeMutablePointer<sem_t>) {
    while sem_wait(alarm) != 0 {}
  }
}
