import Foundation
import Synchronization

/// Whether the terminal has stopped serving; survives a restart.
///
/// Only the centre opens it again, and only after it has shown that it knows of the stop: a `serve` that crossed
/// the alarm on its way does not.
final class StopSwitch: Sendable {
    private struct State: Codable {
        var reason: String
        var centreKnows: Bool
    }

    private let url: URL
    private let disk: any Disk
    private let state: Mutex<State?>

    init(url: URL, disk: any Disk = MachineDisk()) {
        self.url = url
        self.disk = disk
        let data = disk.contents(of: url).map { Data($0) }
        // A file that cannot be read is a stop all the same.
        state = Mutex(
            data.map {
                (try? JSONDecoder().decode(State.self, from: $0))
                    ?? State(reason: "unknown", centreKnows: false)
            })
    }

    /// The closed word of the stop; nil while serving.
    var reason: String? { state.withLock { $0?.reason } }

    /// Stops at once; the first reason stays.
    func stop(_ reason: String) {
        stop(reason, centreKnows: false)
    }

    private func stop(_ reason: String, centreKnows: Bool) {
        state.withLock { state in
            guard state == nil else { return }
            state = State(reason: reason, centreKnows: centreKnows)
            keep(state)
        }
    }

    /// Takes the centre's word; `reported` is the reason that stood in the report which is being answered.
    ///
    /// - Returns: Whether this changed from serving to stopped.
    func hear(serve: Bool, reported: String?) -> Bool {
        if !serve, reason == nil {
            stop("centre", centreKnows: true)
            return true
        }
        state.withLock { state in
            guard let held = state, held.reason == reported || held.reason == "centre" else { return }
            if !serve, !held.centreKnows {
                state?.centreKnows = true
                keep(state)
            } else if serve, held.centreKnows {
                state = nil
                // One that cannot be removed stops the terminal again at its next start: too careful, never too bold.
                try? disk.remove(url)
            }
        }
        return false
    }

    /// The stop holds in memory even when the disk refuses to keep it.
    private func keep(_ state: State?) {
        guard let state, let data = try? JSONEncoder().encode(state) else { return }
        try? disk.write([UInt8](data), to: url)
    }
}
