import Base
import Foundation
import Synchronization

/// Whether the terminal has stopped serving; survives a restart.
///
/// Only the centre opens it again, and only by an answer that names this stop: a `serve` that crossed the alarm on its
/// way knows of none, or of an earlier one.
final class StopSwitch: Sendable {
    struct Stop: Codable, Hashable {
        /// A closed word.
        let reason: String
        /// Tells two stops for one reason apart; nil in files of agents older than 0.2.
        var id: String?
    }

    private let url: URL
    private let disk: any Disk
    private let world: World
    private let state: Mutex<Stop?>

    init(url: URL, disk: any Disk = MachineDisk(), world: World) {
        self.url = url
        self.disk = disk
        self.world = world
        // A file that cannot be read is a stop all the same.
        state = Mutex(
            disk.contents(of: url).map { data in
                (try? JSONDecoder().decode(Stop.self, from: Data(data))) ?? Stop(reason: "unknown")
            })
        state.withLock { state in
            guard state != nil, state?.id == nil else { return }
            state?.id = Token(world).rawValue
            keep(state)
        }
    }

    /// What the terminal tells the centre of its stop; nil while serving.
    var now: Stop? { state.withLock { $0 } }

    /// The closed word of the stop; nil while serving.
    var reason: String? { now?.reason }

    /// Stops at once; the first reason stays.
    func stop(_ reason: String) {
        state.withLock { state in
            guard state == nil else { return }
            state = Stop(reason: reason, id: Token(world).rawValue)
            keep(state)
        }
    }

    /// Takes the centre's word; `stopID` is the stop that the centre knows of.
    ///
    /// - Returns: Whether this changed from serving to stopped.
    func hear(serve: Bool, stopID: String?) -> Bool {
        guard serve else {
            let wasServing = reason == nil
            stop("centre")
            return wasServing
        }
        state.withLock { state in
            guard let held = state, held.id == stopID else { return }
            state = nil
            // One that cannot be removed stops the terminal again at its next start: too careful, never too bold.
            try? disk.remove(url)
        }
        return false
    }

    /// The stop holds in memory even when the disk refuses to keep it.
    private func keep(_ state: Stop?) {
        guard let state, let data = try? JSONEncoder().encode(state) else { return }
        try? disk.write([UInt8](data), to: url)
    }
}
