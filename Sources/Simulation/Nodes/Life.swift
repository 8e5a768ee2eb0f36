import Synchronization

/// One life of a node, from its start to its crash; after that nothing it does has an effect any more.
package final class Life: Sendable {
    struct Over: Error {}

    private struct State {
        var isOver = false
        var mourners: [(id: Int, call: @Sendable () -> Void)] = []
        var nextID = 0
    }

    private let state = Mutex(State())

    package var isOver: Bool { state.withLock { $0.isOver } }

    func check() throws {
        if isOver { throw Over() }
    }

    func end() {
        let mourners = state.withLock { state in
            state.isOver = true
            defer { state.mourners = [] }
            return state.mourners
        }
        for mourner in mourners { mourner.call() }
    }

    /// Calls when this life ends, at once when it is over; ``forget(_:)`` with the number returned prevents it.
    func atEnd(_ call: @escaping @Sendable () -> Void) -> Int {
        let id = state.withLock { state -> Int? in
            guard !state.isOver else { return nil }
            state.nextID += 1
            state.mourners.append((state.nextID, call))
            return state.nextID
        }
        if id == nil { call() }
        return id ?? 0
    }

    func forget(_ id: Int) {
        state.withLock { state in state.mourners.removeAll { $0.id == id } }
    }
}
