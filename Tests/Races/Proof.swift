import Foundation
import Synchronization

/// Two threads write one array, each under a lock: the same one (no race), or each its own (`apart`: a race).
final class Shelf: @unchecked Sendable {
    var items: [Int] = []
    let first = Mutex(0)
    let second = Mutex(0)
    let ready = Atomic(0)
}

let shelf = Shelf()
let isApart = CommandLine.arguments.contains("apart")
let isDone = DispatchSemaphore(value: 0)
for who in 0..<2 {
    Thread.detachNewThread {
        func put(_ turn: Int) {
            if shelf.items.count > 100 { shelf.items = [] }
            shelf.items.append(turn)
        }
        // Neither begins before both are there.
        shelf.ready.add(1, ordering: .relaxed)
        while shelf.ready.load(ordering: .relaxed) < 2 {}
        for turn in 0..<20_000 {
            if isApart, who == 1 {
                shelf.second.withLock { _ in put(turn) }
            } else {
                shelf.first.withLock { _ in put(turn) }
            }
        }
        isDone.signal()
    }
}
isDone.wait()
isDone.wait()
