import Foundation
import Synchronization

/// Two threads write one number, each under a lock: the same one (no race), or each its own (`apart`: a race).
///
/// A number, since a race may break what is larger, and whoever breaks reports nothing.
final class Shelf: @unchecked Sendable {
    var items = 0
    let first = Mutex(0)
    let second = Mutex(0)
    let ready = Atomic(0)
}

let shelf = Shelf()
let isApart = CommandLine.arguments.contains("apart")
let isDone = DispatchSemaphore(value: 0)
for who in 0..<2 {
    Thread.detachNewThread {
        // Neither begins before both are there.
        shelf.ready.add(1, ordering: .relaxed)
        while shelf.ready.load(ordering: .relaxed) < 2 {}
        for turn in 0..<20_000 {
            if isApart, who == 1 {
                shelf.second.withLock { _ in shelf.items += turn }
            } else {
                shelf.first.withLock { _ in shelf.items += turn }
            }
        }
        isDone.signal()
    }
}
isDone.wait()
isDone.wait()
