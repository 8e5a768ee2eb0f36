import Foundation
import Logging
import Storage
import Synchronization

/// Work that waits for a connection, and its caller.
struct PostgresWork: Sendable {
    let run: @Sendable (PostgresLink) -> Void
    let refuse: @Sendable (SQLError) -> Void
}

/// Threads that each own one connection and take work from one queue.
///
/// libpq blocks, so it never runs on a thread of the concurrency runtime.
final class PostgresPool: Sendable {
    private struct State {
        var waiting: [PostgresWork] = []
        var threads = 0
        var idle = 0
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    private let conninfo: String
    private let connectionsMax: Int
    private let waitingMax: Int
    private let logger: Logger
    private let state = Mutex(State())
    private let wake = NSCondition()

    init(conninfo: String, connectionsMax: Int, waitingMax: Int, logger: Logger) {
        self.conninfo = conninfo
        self.connectionsMax = connectionsMax
        self.waitingMax = waitingMax
        self.logger = logger
    }

    var waiting: Int { state.withLock { $0.waiting.count } }

    func add(_ work: PostgresWork) {
        let (refusal, startsThread) = state.withLock { state -> (SQLError?, Bool) in
            if state.isClosed { return (.disconnected(message: "the database is closed"), false) }
            if state.waiting.count >= waitingMax { return (.busy, false) }
            state.waiting.append(work)
            guard state.waiting.count > state.idle, state.threads < connectionsMax else {
                return (nil, false)
            }
            state.threads += 1
            return (nil, true)
        }
        if let refusal {
            work.refuse(refusal)
        } else if startsThread {
            let thread = Thread { [self] in serve() }
            thread.name = "egret-postgres"
            thread.start()
        } else {
            wake.withLock { wake.signal() }
        }
    }

    /// Lets everything that waits finish, then ends the threads; returns at once.
    func end() {
        state.withLock { $0.isClosed = true }
        wake.withLock { wake.broadcast() }
    }

    /// Like ``end()``, and returns when every connection is closed.
    func close() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                state.isClosed = true
                if state.threads > 0 { state.closing.append(continuation) }
                return state.threads == 0
            }
            wake.withLock { wake.broadcast() }
            if isEmpty { continuation.resume() }
        }
    }

    private func serve() {
        let link = PostgresLink(conninfo: conninfo, logger: logger)
        while let work = next() {
            work.run(link)
        }
        link.disconnect()
        let closing = state.withLock { state in
            state.threads -= 1
            guard state.threads == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.closing = [] }
            return state.closing
        }
        for continuation in closing {
            continuation.resume()
        }
    }

    /// Waits for work; nil when the pool is closed and nothing is left.
    private func next() -> PostgresWork? {
        enum Turn {
            case work(PostgresWork)
            case wait
            case end
        }
        // the look and the wait are under the condition's lock, so a signal between them cannot be lost
        wake.lock()
        defer { wake.unlock() }
        var isIdle = false
        while true {
            let turn = state.withLock { state -> Turn in
                if isIdle { state.idle -= 1 }
                isIdle = false
                if !state.waiting.isEmpty { return .work(state.waiting.removeFirst()) }
                if state.isClosed { return .end }
                state.idle += 1
                return .wait
            }
            switch turn {
            case .work(let work): return work
            case .end: return nil
            case .wait:
                isIdle = true
                wake.wait()
            }
        }
    }
}
