import NIOCore

/// Runs tasks on an event loop, so that what they read and write waits for no other thread.
///
/// What takes long must not run on it: long texts have threads of their own (`ScreeningExecutor`).
final class LoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) { self.loop = loop }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
