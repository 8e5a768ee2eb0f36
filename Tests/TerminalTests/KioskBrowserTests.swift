import Base
import Foundation
import Glibc
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Terminal

/// The kiosk's own browser, played by a shell script that leaves traces.
@Suite struct KioskBrowsers {
    /// A folder with a stand-in browser: it writes down its arguments and its process, leaves something of the citizen in its
    /// profile, and starts a helper as browsers do.
    private struct Stand: Sendable {
        let folder: URL
        var profile: URL { folder.appending(path: "profile") }
        var residue: URL { profile.appending(path: "history") }

        init(lives: String = "wait") throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "egret-browser-\(Token(.live))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let script = """
                #!/bin/sh
                for argument; do case $argument in --user-data-dir=*) profile=${argument#*=};; esac; done
                ls -A "$profile" >> '\(folder.path)/found'
                echo citizen > "$profile/history"
                sleep 600 &
                echo "$$ $! $*" >> '\(folder.path)/lives'
                \(lives)
                """
            try script.write(to: folder.appending(path: "browser"), atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: folder.appending(path: "browser").path)
        }

        func browser() -> KioskBrowser {
            KioskBrowser(
                command: [folder.appending(path: "browser").path, "--kiosk"],
                address: "http://127.0.0.1:8090/",
                profile: profile, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        /// Process, helper and arguments of each life so far.
        var lives: [(browser: Int32, helper: Int32, arguments: String)] {
            let text = (try? String(contentsOf: folder.appending(path: "lives"), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ", maxSplits: 2)
                guard words.count == 3, let browser = Int32(words[0]), let helper = Int32(words[1]) else {
                    return nil
                }
                return (browser, helper, String(words[2]))
            }
        }

        /// What any life found in its profile when it began.
        var found: String {
            (try? String(contentsOf: folder.appending(path: "found"), encoding: .utf8)) ?? "nothing"
        }

        func lives(_ count: Int) async throws {
            while lives.count < count { try await Task.sleep(for: .milliseconds(10)) }
        }

        static func isGone(_ process: Int32) async throws {
            // A child that its parent has not yet asked about is dead all the same.
            while kill(process, 0) == 0 {
                let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
                if state?.contains(") Z ") ?? true { return }
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }

    private func run(
        _ browser: KioskBrowser, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await browser.run() }
            try await body()
            group.cancelAll()
        }
    }

    @Test("ASVS 14.3.1: a browser that a dead agent left on the screen is killed before another is shown")
    func theBrowserOfAFormerAgentIsKilled() async throws {
        let stand = try Stand()
        let left = Process()
        left.executableURL = stand.folder.appending(path: "browser")
        left.arguments = ["--kiosk", "--user-data-dir=" + stand.profile.path, "http://127.0.0.1:8090/"]
        try FileManager.default.createDirectory(at: stand.profile, withIntermediateDirectories: true)
        try left.run()
        try await stand.lives(1)

        try await run(stand.browser()) {
            try await Stand.isGone(left.processIdentifier)
            try await stand.lives(2)
        }

        kill(stand.lives[0].helper, SIGKILL)
        let next = try #require(stand.lives.last)
        #expect(next.browser != left.processIdentifier)
        #expect(!stand.found.contains("history"), "the new one began with the old one's profile")
    }

    @Test("Row 10: a browser that crashes is back with an empty profile, and its visit is over")
    func aCrashedBrowserIsBackWithoutResidue() async throws {
        let stand = try Stand()
        let browser = stand.browser()
        let visitsEnded = Mutex(0)
        browser.whenGone { visitsEnded.withLock { $0 += 1 } }

        try await run(browser) {
            try await stand.lives(1)
            #expect(visitsEnded.withLock { $0 } == 0)
            kill(stand.lives[0].browser, SIGSEGV)
            try await stand.lives(2)

            #expect(visitsEnded.withLock { $0 } == 1)
            #expect(stand.lives.allSatisfy { $0.arguments.hasPrefix("--kiosk --user-data-dir=") })
            #expect(stand.lives.allSatisfy { $0.arguments.hasSuffix(" http://127.0.0.1:8090/") })
        }

        #expect(stand.found == "", "a profile was not empty")
    }

    @Test("Row 10: a browser that ends by itself at once is started again and again")
    func aBrowserThatWillNotStayIsTriedAgain() async throws {
        let stand = try Stand(lives: "exit 1")

        try await run(stand.browser()) { try await stand.lives(3) }

        #expect(stand.found == "")
    }

    @Test func aResetKillsTheBrowserWithItsHelpersAndLeavesNothing() async throws {
        let stand = try Stand()
        let browser = stand.browser()

        try await run(browser) {
            try await stand.lives(1)
            await browser.reset()

            try await Stand.isGone(stand.lives[0].browser)
            try await Stand.isGone(stand.lives[0].helper)
            try await stand.lives(2)
        }

        #expect(stand.found == "")
    }

    @Test func whenTheAgentEndsNoBrowserIsLeft() async throws {
        let stand = try Stand()

        try await run(stand.browser()) { try await stand.lives(1) }

        try await Stand.isGone(stand.lives[0].browser)
        try await Stand.isGone(stand.lives[0].helper)
        #expect(!FileManager.default.fileExists(atPath: stand.residue.path))
    }
}
