import ArgumentParser
import AsyncHTTPClient
import Base
import Configuration
import Foundation
import Logging
import Terminal

/// `egret terminal`: the agent on a station's machine.
struct TerminalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminal", abstract: "Run the agent on a station's terminal.",
        discussion: "The browser of the machine talks only to it, on loopback.")

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        Logs.start()
        OwnMemory.close(Logger(label: "terminal"))
        let config = try await shared.reader()
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let watchdog = Watchdog(manager: try .ofThisProcess(), client: client, world: .live)
        let terminal = try Self.terminal(config)
        let host = terminal.host.contains(":") ? "[\(terminal.host)]" : terminal.host
        let agent = TerminalAgent(configuration: terminal, logger: Logger(label: "terminal")) { port in
            watchdog.listens(at: "http://\(host):\(port)/terminal/livez")
        }
        do {
            try await Self.run(agent, beside: watchdog)
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private static func run(_ agent: TerminalAgent, beside watchdog: Watchdog) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await agent.run() }
            group.addTask { try await watchdog.run() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// The agent's own folder below the state folder.
    static func stateFolder(_ config: ConfigReader) -> URL {
        URL(
            filePath: config.string(
                forKey: "terminal.state", default: "\(StateFolder(config).path)/terminal"))
    }

    /// Where `egret seed` leaves the virtual terminal's one-time code.
    static func codeFile(_ config: ConfigReader) -> URL {
        URL(filePath: "\(StateFolder(config).path)/terminal.code")
    }

    /// ## Configuration keys
    /// - `terminal.host` (string, default `127.0.0.1`) and `terminal.port` (int, default 8090): loopback only.
    /// - `terminal.centre` (string, default `http://127.0.0.1:8082`): the centre's listener for terminals.
    /// - `terminal.state` (string, default `terminal` in the state folder): key, enrolment, spent tickets.
    /// - `terminal.code` (string, secret): the one-time code for the first start.
    /// - `terminal.serial` (string, default `VIRTUAL-1`): serial number of the machine.
    /// - `terminal.reader` (string, default `simulated`): a serial line such as `/dev/ttyUSB0`, or `simulated`.
    /// - `terminal.camera` (string, default `page` with a real reader, else `simulated`): `page` or `simulated`.
    /// - `terminal.printer` (string, default `simulated`): `simulated`, `folder`, or `ipp://host/printers/name`.
    /// - `terminal.papers` (string, default `papers` in the state folder): where papers go without a printer.
    /// - `terminal.browser.command` (strings): the kiosk's browser, when the agent starts it.
    /// - `terminal.browser.profile` (string, default `/dev/shm/egret-browser`): its profile, on a file system in memory.
    /// - `terminal.virtual` (bool, default true with a simulated reader): serves `/terminal/simulator`.
    /// - `terminal.may-crash` (bool, default false): lets the simulator pull the plug.
    /// - `terminal.sandbox` (string, default `http://127.0.0.1:8070`): where a virtual terminal finds its cards.
    static func terminal(_ config: ConfigReader) throws -> TerminalConfiguration {
        let state = StateFolder(config).path
        let papers = URL(filePath: config.string(forKey: "terminal.papers", default: "\(state)/papers"))
        let reader = config.string(forKey: "terminal.reader", default: "simulated")
        let printer = config.string(forKey: "terminal.printer", default: "simulated")
        var terminal = TerminalConfiguration(
            centre: config.string(forKey: "terminal.centre", default: "http://127.0.0.1:8082"),
            state: stateFolder(config),
            serial: config.string(forKey: "terminal.serial", default: "VIRTUAL-1"),
            version: Release.version,
            printer: printer == "simulated"
                ? .simulated(papers) : printer == "folder" ? .folder(papers) : .ipp(printer))
        terminal.host = config.string(forKey: "terminal.host", default: "127.0.0.1")
        terminal.port = config.int(forKey: "terminal.port", default: 8090)
        terminal.enrolmentCode =
            config.string(forKey: "terminal.code", isSecret: true)
            ?? (try? String(contentsOf: codeFile(config), encoding: .utf8))
        terminal.reader = reader == "simulated" ? .simulated : .serial(reader)
        let isSimulated = terminal.reader == .simulated
        terminal.camera =
            config.string(forKey: "terminal.camera", default: isSimulated ? "simulated" : "page") == "page"
            ? .page : .simulated
        terminal.browserCommand = config.stringArray(forKey: "terminal.browser.command", default: [])
        if let profile = config.string(forKey: "terminal.browser.profile") {
            terminal.browserProfile = URL(filePath: profile)
        }
        terminal.isVirtual = config.bool(forKey: "terminal.virtual", default: isSimulated)
        terminal.mayCrash = config.bool(forKey: "terminal.may-crash", default: false)
        terminal.sandbox = config.string(forKey: "terminal.sandbox", default: "http://127.0.0.1:8070")
        return terminal
    }
}
