import Foundation
import Testing

/// The command runs in a process of its own, because it catches every task of its process.
@Suite(.serialized) struct PlayedCityTests {
    /// `egret` beside this test's own program.
    private func simulate(_ arguments: String...) throws -> (status: Int32, lines: [String]) {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(filePath: program).deletingLastPathComponent().appending(path: "egret")
        process.arguments = ["simulate"] + arguments
        process.currentDirectoryURL = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        return (process.terminationStatus, lines)
    }

    @Test func everySeedGoesTheSameWayTwice() throws {
        let (status, lines) = try simulate("--seeds", "12", "--from", "5000", "--twice")

        #expect(status == 0, "\(lines)")
        #expect(lines.last?.hasPrefix("24 days, 0 failed") == true, "\(lines)")
    }

    /// Days that failed once: a page for everybody is no secret, a code is its typist's also when she has gone, and whoever
    /// is told that there were enough papers may never have had one.
    @Test(arguments: [("899", "safety"), ("1110", "liveness"), ("1143", "safety"), ("674", "liveness")])
    func aDayThatFailedOnceHolds(seed: String, mode: String) throws {
        let (status, lines) = try simulate("--from", seed, "--seeds", "1", "--mode", mode)

        #expect(status == 0, "\(lines)")
        #expect(lines.last?.hasPrefix("1 days, 0 failed") == true, "\(lines)")
    }

    /// So that what failed among others is found again alone.
    @Test func aSeedGoesTheSameWayAloneAndAfterOthers() throws {
        func traces(from: Int, _ seeds: Int) throws -> UInt64 {
            let (_, lines) = try simulate("--from", "\(from)", "--seeds", "\(seeds)", "--mode", "safety")
            let hash = lines.compactMap { $0.wholeMatch(of: #/traces: ([0-9a-f]+)/#)?.1 }.first
            return try #require(hash.flatMap { UInt64($0, radix: 16) }, "\(lines)")
        }

        let alone = try (5_010..<5_013).map { try traces(from: $0, 1) }
        let (_, told) = try simulate("--trace", "5012", "--mode", "safety")

        #expect(try traces(from: 5_010, 3) == alone.reduce(0, ^))
        #expect(told.last?.hasSuffix("trace " + String(alone[2], radix: 16)) == true, "\(told.suffix(1))")
    }

    /// A day on which departments, authority and message gateway go down while somebody is at a terminal.
    @Test func theForeignSystemsCrashAndComeBack() throws {
        let (status, lines) = try simulate("--trace", "5009", "--mode", "liveness")
        let lives = lines.indices.filter { lines[$0].hasSuffix("foreign: starts") }

        #expect(status == 0, "\(lines.suffix(3))")
        #expect(lives.count > 1)
        let last = lines.suffix(from: lives.last ?? 0)
        #expect(last.contains { $0.contains("foreign: #") && $0.hasSuffix("answers 200") })
    }

    @Test func aSeedIsToldLineByLineTheSameInEveryProcess() throws {
        let first = try simulate("--trace", "5007", "--mode", "safety")
        let second = try simulate("--trace", "5007", "--mode", "safety")

        #expect(first.status == 0, "\(first.lines.suffix(3))")
        #expect(first.lines.count > 40)
        #expect(first.lines == second.lines)
    }
}
