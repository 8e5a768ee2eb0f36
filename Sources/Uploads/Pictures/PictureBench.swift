import Foundation
import Synchronization

/// Draws pictures anew on threads of their own, away from the event loops, so many at a time.
final class PictureBench: Sendable {
    private struct Line {
        var running = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let atOnce: Int
    private let waitingMax: Int
    private let line = Mutex(Line())

    init(atOnce: Int, waitingMax: Int) {
        self.atOnce = atOnce
        self.waitingMax = waitingMax
    }

    /// - Throws: ``UploadRefused/busy`` when too many wait; what the work throws.
    func run<T: Sendable>(
        _ work: @escaping @Sendable () throws(UploadRefused) -> T
    ) async throws(UploadRefused)
        -> T
    {
        try await enter()
        let result: Result<T, UploadRefused> = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let result: Result<T, UploadRefused>
                do throws(UploadRefused) { result = .success(try work()) } catch { result = .failure(error) }
                continuation.resume(returning: result)
            }
        }
        leave()
        return try result.get()
    }

    private enum Place {
        case free
        case taken
        case full
    }

    private func enter() async throws(UploadRefused) {
        var place = Place.free
        await withCheckedContinuation { continuation in
            place = line.withLock { line in
                if line.running < atOnce {
                    line.running += 1
                    return .free
                }
                guard line.waiting.count < waitingMax else { return .full }
                line.waiting.append(continuation)
                return .taken
            }
            if place != .taken { continuation.resume() }
        }
        if place == .full { throw .busy }
    }

    /// The place goes to who has waited longest.
    private func leave() {
        let next = line.withLock { line -> CheckedContinuation<Void, Never>? in
            guard !line.waiting.isEmpty else {
                line.running -= 1
                return nil
            }
            return line.waiting.removeFirst()
        }
        next?.resume()
    }
}
