import Glibc
import Synchronization

/// Catches the tasks of libraries that would run on the machine's own threads, and gives them to the scheduler of the run.
///
/// A task that a library starts by itself inherits no executor; Swift's runtime has a hook through which each passes. It
/// concerns the whole process, so only the command line uses it, in a process that does nothing else.
package enum EscapedJobs {
    private typealias Original = @convention(thin) (UnownedJob) -> Void
    private typealias Hook = @convention(thin) (UnownedJob, Original) -> Void

    private static let scheduler = Mutex<Scheduler?>(nil)

    /// - Returns: False when this runtime has no such hook.
    package static func catchAll() -> Bool {
        guard let symbol = dlsym(nil, "swift_task_enqueueGlobal_hook") else { return false }
        symbol.assumingMemoryBound(to: Hook?.self).pointee = { job, original in
            if let scheduler = EscapedJobs.current {
                scheduler.enqueue(job)
            } else {
                original(job)
            }
        }
        return true
    }

    static var current: Scheduler? { scheduler.withLock { $0 } }

    static func go(to next: Scheduler?) {
        scheduler.withLock { $0 = next }
    }
}
