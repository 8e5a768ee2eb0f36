import Synchronization

/// A value that one task waits for; the first word about it counts.
final class Waiting<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, any Error>)
        case early(Result<Value, any Error>)
        case over
    }

    private let state = Mutex(State.open)

    /// - Returns: Whether this was the first word.
    @discardableResult
    func finish(_ result: Result<Value, any Error>) -> Bool {
        let (isFirst, waiter) = state.withLock {
            state -> (Bool, CheckedContinuation<Value, any Error>?) in
            switch state {
            case .open:
                state = .early(result)
                return (true, nil)
            case .awaited(let continuation):
                state = .over
                return (true, continuation)
            case .early, .over: return (false, nil)
            }
        }
        waiter?.resume(with: result)
        return isFirst
    }

    /// Waits, once; a cancelled task gets `CancellationError`.
    func value() async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let early = state.withLock { state -> Result<Value, any Error>? in
                    if case .early(let result) = state {
                        state = .over
                        return result
                    }
                    state = .awaited(continuation)
                    return nil
                }
                if let early { continuation.resume(with: early) }
            }
        } onCancel: {
            finish(.failure(CancellationError()))
        }
    }
}
