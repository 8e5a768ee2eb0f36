import Base
import Foundation
import NIOCore
import NIOPosix

/// This program as a centre: from its start to the first request it takes, and what it holds when idle.
struct StartBench: Bench {
    let name = "start"
    let help = "the centre as a program of its own: time to the first /readyz, memory when idle"
    private static let startMax = 30.0

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            emit(try await BenchSite.use(engine, options) { site in try await measure(site, options) })
        }
    }

    private func measure(_ site: BenchSite, _ options: BenchOptions) async throws -> BenchLine {
        let starts = max(1, min(options.seconds ?? 5, 20))
        var (latencies, resident, own, errors, wrong) = (Latencies(), 0.0, 0.0, 0, 0)
        // Empty, so that nothing of a file that happens to lie here is read.
        let settings = site.folder.appending(path: "none.env")
        try Data().write(to: settings)
        for _ in 0..<starts {
            let port = try Self.freePort()
            let centre = Process()
            centre.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            centre.arguments = ["serve", "--env-file", settings.path]
            var environment = site.environment()
            environment["EGRET_PUBLIC_PORT"] = String(port)
            environment["PATH"] = "/usr/bin:/bin"
            centre.environment = environment
            centre.standardInput = FileHandle.nullDevice
            centre.standardOutput = FileHandle.nullDevice
            centre.standardError = FileHandle.nullDevice
            let start = Ticks.now
            try centre.run()
            let isReady = await Self.waitUntilReady(port, centre)
            if isReady {
                latencies.add(Ticks.now - start)
                try await World.live.sleep(.seconds(2))
                let memory = ProcessUsage.megabytes(of: centre.processIdentifier)
                (resident, own) = (max(resident, memory.resident), max(own, memory.own))
                let page = await Self.answer(to: "/services", port)
                if page?.status != 200 || page?.body.contains(BenchPage.end) != true { wrong += 1 }
            } else {
                errors += 1
            }
            centre.terminate()
            centre.waitUntilExit()
            if isReady, centre.terminationReason != .exit || centre.terminationStatus != 0 { wrong += 1 }
        }
        var line = BenchLine(bench: name, engine: site.engine.name)
        latencies.write(to: &line)
        line["idle_mb"] = .figure(resident)
        line["own_mb"] = .figure(own)
        line["errors"] = .count(errors)
        line["wrong"] = .count(wrong)
        return line
    }

    private static func waitUntilReady(_ port: Int, _ centre: Process) async -> Bool {
        let start = Ticks.now
        while Ticks.seconds(since: start) < startMax, centre.isRunning {
            if await answer(to: "/readyz", port)?.status == 200 { return true }
            try? await World.live.sleep(.milliseconds(2))
        }
        return false
    }

    private static func answer(to path: String, _ port: Int) async -> Load.Answer? {
        let head = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n"
        let load = Load(port: port, group: .singleton)
        return try? await load.run([[Load.Item(bytes: Array(head.utf8))]], seconds: 5).first
    }

    /// A port that nobody listens on just now.
    private static func freePort() throws -> Int {
        let opened = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(opened) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(opened, generic, size) == 0 && getsockname(opened, generic, &size) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileReadUnknown) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
