import Foundation
import Synchronization
import Terminal

/// A terminal's disk in memory, which a power cut finds in the middle of things.
///
/// A step that is cut leaves the file as it was or as it was to be, and an append torn anywhere, as a journaling file
/// system does.
final class PlayedDisk: Sendable {
    private struct State {
        var files: [String: [UInt8]] = [:]
    }

    private let state: Mutex<State>

    init(files: [String: [UInt8]] = [:]) {
        state = Mutex(State(files: files))
    }

    var files: [String: [UInt8]] { state.withLock { $0.files } }

    fileprivate func change(_ body: (inout [String: [UInt8]]) -> Void) {
        state.withLock { body(&$0.files) }
    }
}

/// The disk as one life of the terminal sees it.
struct MountedDisk: Disk {
    struct Failed: Error {}

    let disk: PlayedDisk
    let life: Life
    let dice: Dice
    let plan: Plan
    /// Called when the power is to go now.
    let cut: @Sendable () -> Void

    func makeFolder(_ url: URL) throws { try life.check() }
    func contents(of url: URL) -> [UInt8]? { disk.files[url.path] }

    func names(in folder: URL) -> [String] {
        let prefix = folder.path + "/"
        return disk.files.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
            .sorted()
    }

    func write(_ bytes: [UInt8], to url: URL) throws {
        try step { kept in if kept { disk.change { $0[url.path] = bytes } } }
    }

    func append(_ bytes: [UInt8], to url: URL) throws {
        guard disk.files[url.path] != nil else { throw Failed() }
        let torn = dice.below(bytes.count + 1)
        try step { kept in
            disk.change { $0[url.path, default: []] += kept ? bytes : Array(bytes.prefix(torn)) }
        }
    }

    func remove(_ url: URL) throws {
        try step { kept in if kept { disk.change { $0[url.path] = nil } } }
    }

    /// One change of the disk: done, refused, or cut off with the power.
    private func step(_ change: (_ kept: Bool) -> Void) throws {
        try life.check()
        if dice.happens(plan.diskRefuses) { throw Failed() }
        guard dice.happens(plan.diskCut) else { return change(true) }
        change(dice.happens(500))
        cut()
        throw Failed()
    }
}
