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

    public func run() async throws {
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
        let browser = Process()
        browser.executableURL = URL(filePath: command[0])
        browser.arguments = command.dropFirst() + ["--user-data-dir=" + profile.path, address]
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
    }

    /// Kills the browser and deletes its profile; ``run()`` starts the next one.
    public func reset() async {
        kill()
        wipe()
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
