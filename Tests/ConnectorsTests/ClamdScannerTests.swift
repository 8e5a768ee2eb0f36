import Base
import Connectors
import Foundation
import Sandbox
import Support
import Testing
import Uploads

/// The virus scanner's connector against the sandbox, and against ClamAV's own daemon.
@Suite(.serialized) struct ClamdScannerTests {
    private static let system = ClamdScanner.system
    private static let infected =
        Array("before ".utf8) + Array(ScannerSandbox.testFile.utf8) + Array(" after".utf8)

    private func connector(
        _ address: ClamdAddress, _ client: ForeignClient, deadline: Duration = .seconds(30)
    ) -> ClamdScanner {
        ClamdScanner(
            address, call: ForeignCall(system: Self.system, client: client, world: .frozen()),
            deadline: deadline)
    }

    private func withSandbox(
        streamMax: Int = 6 << 20,
        _ test: @Sendable (ScannerSandbox, ClamdAddress, ForeignClient) async throws -> Void
    ) async throws {
        let sandbox = ScannerSandbox(port: 0, streamMax: streamMax)
        let client = ForeignClient()
        let (ports, running) = AsyncStream.makeStream(of: Int.self)
        do {
            try await withThrowingTaskGroup { group in
                group.addTask { try await sandbox.run { running.yield($0) } }
                for await port in ports {
                    try await test(sandbox, .tcp(host: "127.0.0.1", port: port), client)
                    break
                }
                group.cancelAll()
            }
        } catch is CancellationError {
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    @Test(
        arguments: [
            ("tcp://127.0.0.1:3310", ClamdAddress.tcp(host: "127.0.0.1", port: 3310)),
            ("tcp://clamav.internal:65535", .tcp(host: "clamav.internal", port: 65_535)),
            ("unix:/run/clamav/clamd.ctl", .unix(path: "/run/clamav/clamd.ctl")),
            ("tcp://[::1]:3310", .tcp(host: "::1", port: 3310)), ("tcp://:3310", nil),
            ("tcp://host", nil), ("tcp://host:0", nil), ("tcp://host:65536", nil), ("tcp://ho st:1", nil),
            ("unix:relative", nil), ("unix:/" + String(repeating: "x", count: 107), nil), ("", nil),
            ("http://host:1", nil), ("tcp://host/path:1", nil), ("tcp://", nil), ("tcp://host:-1", nil),
        ] as [(String, ClamdAddress?)])
    func addressesAreReadOrRefused(text: String, address: ClamdAddress?) {
        #expect(ClamdAddress(text) == address)
        if let address { #expect(address.description == text) }
    }

    @Test func whatTheSandboxKnowsIsFoundAndNothingElse() async throws {
        try await withSandbox { _, address, client async throws in
            let scanner = connector(address, client)

            #expect(try await scanner.scan(SampleFiles.pdf()) == .clean)
            #expect(try await scanner.scan([]) == .clean)
            #expect(try await scanner.scan([UInt8](repeating: 7, count: 5 << 20)) == .clean)
            #expect(try await scanner.scan(Self.infected) == .infected("Eicar-Test-Signature"))
            // Over the edge of two pieces.
            let far = [UInt8](repeating: 7, count: 64 * 1_024 - 10) + Self.infected
            #expect(try await scanner.scan(far) == .infected("Eicar-Test-Signature"))
            #expect(try await scanner.version().hasPrefix("ClamAV"))
        }
    }

    @Test func whatIsTooLargeForItIsNoVerdict() async throws {
        try await withSandbox(streamMax: 100_000) { _, address, client async throws in
            await #expect(throws: PortError.failed(system: Self.system, code: "size")) {
                try await connector(address, client).scan([UInt8](repeating: 7, count: 3 << 20))
            }
        }
    }

    @Test(
        arguments: [
            (ScannerSandbox.Fault.closesEarly, PortError.unreachable(system: "virus-scanner")),
            (.nonsense, .failed(system: "virus-scanner", code: "answer")),
            (.error, .failed(system: "virus-scanner", code: "error")),
            (.silent, .timedOut(system: "virus-scanner")),
        ])
    func aScannerThatIsBrokenSaysNothing(fault: ScannerSandbox.Fault, error: PortError) async throws {
        try await withSandbox { sandbox, address, client async throws in
            sandbox.fault = fault
            let deadline = fault == .silent ? Duration.milliseconds(300) : .seconds(30)
            await #expect(throws: error) {
                try await connector(address, client, deadline: deadline).scan(SampleFiles.pdf())
            }
            sandbox.fault = nil
            #expect(try await connector(address, client).scan(SampleFiles.pdf()) == .clean)
        }
    }

    @Test func nobodyThereIsUnreachable() async throws {
        let client = ForeignClient()
        let nowhere = FileManager.default.temporaryDirectory.appending(path: "egret-none-\(Token(.live)).ctl")
        for address in [ClamdAddress.tcp(host: "127.0.0.1", port: 1), .unix(path: nowhere.path)] {
            await #expect(throws: PortError.unreachable(system: Self.system)) {
                try await connector(address, client).scan(SampleFiles.pdf())
            }
        }
        try await client.shutdown()
    }

    @Test func whoGivesUpWaitsNoLonger() async throws {
        try await withSandbox { sandbox, address, client async throws in
            sandbox.fault = .silent
            let scan = Task {
                try await connector(address, client, deadline: .seconds(600)).scan(SampleFiles.pdf())
            }
            scan.cancel()
            await #expect(throws: PortError.self) { try await scan.value }
        }
    }

    @Test func manyAreLookedAtAtOnce() async throws {
        try await withSandbox { _, address, client async throws in
            let scanner = connector(address, client)
            let verdicts = try await withThrowingTaskGroup(of: (Int, ScanVerdict).self) { group in
                for index in 0..<8 {
                    group.addTask {
                        (
                            index,
                            try await scanner.scan(
                                index.isMultiple(of: 2) ? SampleFiles.pdf() : Self.infected)
                        )
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(verdicts.count == 8)
            for (index, verdict) in verdicts {
                #expect(verdict == (index.isMultiple(of: 2) ? .clean : .infected("Eicar-Test-Signature")))
            }
        }
    }
}

/// `clamd` of Debian, with a signature of ours in its database.
@Suite(
    .serialized,
    .enabled(
        if: FileManager.default.fileExists(atPath: "/usr/sbin/clamd")
            || ProcessInfo.processInfo.environment["EGRET_REQUIRE_FOREIGN"] == "1"))
struct ClamdForeignTests {
    @Test func clamdItselfSaysTheSame() async throws {
        let folder = URL(filePath: "/tmp/egret-clamd-\(Token(.live))")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "db"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Anywhere in a file of any kind.
        let signature = Array(ScannerSandbox.testFile.utf8).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
        try Data("Egret.Test:0:*:\(signature)\n".utf8).write(to: folder.appending(path: "db/egret.ndb"))
        let socket = folder.appending(path: "clamd.ctl").path
        try Data(
            """
            DatabaseDirectory \(folder.path)/db
            LocalSocket \(socket)
            Foreground yes
            StreamMaxLength 1M
            ScanOLE2 no
            ScanHTML no

            """.utf8
        ).write(to: folder.appending(path: "clamd.conf"))
        let daemon = Process()
        daemon.executableURL = URL(filePath: "/usr/sbin/clamd")
        daemon.arguments = ["--config-file", folder.appending(path: "clamd.conf").path]
        let log = folder.appending(path: "log")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        daemon.standardOutput = try FileHandle(forWritingTo: log)
        daemon.standardError = daemon.standardOutput
        try daemon.run()
        defer {
            daemon.terminate()
            daemon.waitUntilExit()
        }
        let client = ForeignClient()
        let address = try #require(ClamdAddress("unix:\(socket)"))
        func scanner() -> ClamdScanner {
            ClamdScanner(
                address, call: ForeignCall(system: ClamdScanner.system, client: client, world: .frozen()),
                deadline: .seconds(60))
        }
        var version: String?
        for _ in 1...600 where version == nil && daemon.isRunning {
            version = try? await scanner().version()
            if version == nil { try await Task.sleep(for: .milliseconds(100)) }
        }
        let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        #expect(version?.hasPrefix("ClamAV ") == true, "\(said)")

        let infected = Array("before ".utf8) + Array(ScannerSandbox.testFile.utf8) + Array(" after".utf8)
        #expect(try await scanner().scan(SampleFiles.pdf()) == .clean)
        #expect(try await scanner().scan(SampleFiles.png) == .clean)
        #expect(try await scanner().scan(infected) == .infected("Egret.Test.UNOFFICIAL"))
        let far = [UInt8](repeating: 7, count: 64 * 1_024 - 10) + infected
        #expect(try await scanner().scan(far) == .infected("Egret.Test.UNOFFICIAL"))
        // clamd closes at once, and what it said may be lost with that: no verdict either way.
        do {
            let verdict = try await scanner().scan([UInt8](repeating: 7, count: 3 << 20))
            Issue.record("a verdict about what it did not read: \(verdict)")
        } catch {
            #expect(
                [
                    .failed(system: ClamdScanner.system, code: "size"),
                    .unreachable(system: ClamdScanner.system),
                ].contains(error), "\(error)")
        }
        try await client.shutdown()
    }
}
