public import Foundation
import Glibc
public import Logging
public import ServiceLifecycle
import Synchronization

/// The kiosk's own browser: started by the agent, killed after every visit, with a profile in memory (tmpfs).
public final class KioskBrowser: BrowserControl, Service {
    public let restarts = true
    private let command: [String]
    private let address: String
    private let profile: URL
    private let logger: Logger
    private let process = Mutex<Int32?>(nil)
    private let gone = Mutex<@Sendable () -> Void>({})

    /// A browser that is not running yet.
    ///
    /// To `command` (program and arguments) `--user-data-dir=` and the address are added; `profile` lies on a file
    /// system in memory and is deleted at each reset.
    public init(command: [String], address: String, profile: URL, logger: Logger) {
        self.command = command
        self.address = address
        self.profile = profile
        self.logger = logger
    }

    /// Sets what happens after each life of the browser, however it ended, before the next begins.
    public func whenGone(_ act: @escaping @Sendable () -> Void) {
        gone.withLock { $0 = act }
    }

    public func run() async throws {
        clearScreen()
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.once()
                guard (try? await Task.sleep(for: .milliseconds(500))) != nil else { break }
            }
        }
        await reset()
    }

    /// One life of the browser, from an empty profile.
    private func once() async {
        wipe()
        async let _: Void = takeHelpersWithIt()
        let browser = Process()
        browser.executableURL = URL(filePath: command[0])
        browser.arguments = command.dropFirst() + [profileArgument, address]
        browser.standardInput = FileHandle.nullDevice
        browser.standardOutput = FileHandle.nullDevice
        browser.standardError = FileHandle.nullDevice
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                browser.terminationHandler = { _ in continuation.resume() }
                do {
                    try browser.run()
                    process.withLock { $0 = browser.processIdentifier }
                } catch {
                    logger.error("the browser cannot be started", metadata: ["cause": "\(error)"])
                    browser.terminationHandler = nil
                    continuation.resume()
                }
            }
        } onCancel: {
            kill()
        }
        process.withLock { $0 = nil }
        gone.withLock { $0 }()
    }

    /// Kills what a browser that died by itself has left behind: as long as a helper lives, Foundation does not say
    /// that the browser is gone.
    private func takeHelpersWithIt() async {
        while (try? await Task.sleep(for: .milliseconds(200))) != nil {
            let hasDied = process.withLock { id in
                var state = siginfo_t()
                guard let id, waitid(P_PID, id_t(id), &state, WEXITED | WNOHANG | WNOWAIT) == 0 else {
                    return false
                }
                return state.si_signo == SIGCHLD
            }
            if hasDied { kill() }
        }
    }

    /// Kills the browser and deletes its profile; ``run()`` starts the next one.
    public func reset() async {
        kill()
        wipe()
    }

    private var profileArgument: String { "--user-data-dir=" + profile.path }

    /// Kills the browser that an agent which died has left behind: it still shows what it showed.
    private func clearScreen() {
        let mine = Array(profileArgument.utf8)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let id = Int32(name),
                let line = try? String(contentsOfFile: "/proc/\(id)/cmdline", encoding: .utf8),
                line.utf8.split(separator: 0).contains(where: { $0.elementsEqual(mine) })
            else { continue }
            _ = Glibc.kill(id, SIGKILL)
        }
    }

    private func kill() {
        process.withLock { id in
            guard let id else { return }
            // Its helpers are in its process group, where the system made one.
            _ = Glibc.kill(-id, SIGKILL)
            _ = Glibc.kill(id, SIGKILL)
        }
    }

    private func wipe() {
        try? FileManager.default.removeItem(at: profile)
        try? FileManager.default.createDirectory(
            at: profile, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
}
