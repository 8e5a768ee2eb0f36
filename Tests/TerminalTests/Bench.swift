import AsyncHTTPClient
import Base
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import Support
import Synchronization
import Testing
import Vault
import Wire

@testable import Terminal

/// An agent, a fake centre over HTTP, and a clock that stands still.
struct Bench: Sendable {
    static let session = "sessionsessionsessionsess1"
    static let subject: [UInt8] = Array(repeating: 0xAB, count: 32)
    static let caseNumber = "35020026030200001"
    static let pdf: [UInt8] = Array("%PDF-1.7 one paper".utf8)

    let agent: Agent
    let fake: FakeCentre
    let clock: TestClock
    let printer: RecordingPrinter
    let simulator: Simulator
    let ticketKey: SigningKey
    let http: HTTPClient
    let state: StateFolder

    /// Runs a test beside a fake centre; with `offline` the centre's address leads nowhere.
    static func run(
        state folder: URL? = nil, offline: Bool = false,
        _ body: @escaping @Sendable (Bench) async throws -> Void
    ) async throws {
        let folder =
            folder ?? FileManager.default.temporaryDirectory.appending(path: "egret-terminal-\(Token(.live))")
        let state = try StateFolder(folder)
        let key = try state.key()
        let clock = TestClock()
        let fake = FakeCentre(terminalKey: key.publicKey) { clock.now }
        var settings = HTTPClient.Configuration()
        settings.redirectConfiguration = .disallow
        settings.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        let (ports, running) = AsyncStream.makeStream(of: Int.self)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await fake.application { running.yield($0) }.run() }
                var port = 0
                for await bound in ports {
                    port = bound
                    break
                }
                let bench = try Bench(
                    port: offline ? 1 : port, fake: fake, key: key, state: state, clock: clock, http: http)
                defer { bench.simulator.reader.stop() }
                try await body(bench)
                group.cancelAll()
            }
        } catch is CancellationError {
        } catch {
            try? await http.shutdown()
            throw error
        }
        try await http.shutdown()
    }

    private init(
        port: Int, fake: FakeCentre, key: SigningKey, state: StateFolder, clock: TestClock, http: HTTPClient
    ) throws {
        self.fake = fake
        self.clock = clock
        self.http = http
        self.state = state
        ticketKey = try SigningKey.generate(.ed25519)
        let frozen = World.frozen(clock)
        // Time stands still, and whoever waits on it only lets the others run.
        let world = World(now: frozen.now, random: frozen.random) { _ in
            try await Task.sleep(for: .milliseconds(10))
        }
        let uptime = Uptime { clock.now.since(TestClock.start) }
        let identity = try AgentIdentity(
            record: EnrolmentAnswer(
                terminalID: "t-0001", stationName: "湖里店", stationPlace: "湖里区",
                ticketKeysPEM: [ticketKey.publicKey.pem]), key: key)
        let centre = Centre(
            http: http, base: "http://127.0.0.1:\(port)", identity: identity,
            clock: CentreClock(world: world, uptime: uptime))
        printer = RecordingPrinter()
        let played = try CardReaderSimulator()
        simulator = Simulator(
            reader: played, camera: nil, printer: nil, mayCrash: false, http: http, sandbox: nil,
            samples: [SampleCitizen(number: "350203199003071025", name: "王小雅", label: "样例", faceID: "f1")])
        var configuration = TerminalConfiguration(
            centre: centre.base, state: state.folder, serial: "S1", version: "1",
            printer: .folder(state.folder))
        configuration.cardWait = .zero
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        logger.handler = SwiftLogNoOpLogHandler()
        agent = try Agent(
            configuration: configuration, centre: centre, state: state,
            devices: Devices(
                reader: SerialCardReader(path: played.path, answerTimeout: .milliseconds(400)),
                camera: PageCamera(), printer: printer, browser: ForeignBrowser(), simulator: simulator),
            frame: try TerminalAgent.frame(), world: world, uptime: uptime, logger: logger)
    }

    /// Somebody has identified at this terminal.
    func logIn(_ token: String = Bench.session) {
        agent.memory.absorb(token: token, subject: Self.subject.hex, visit: agent.memory.visit)
        agent.memory.touch()
    }

    /// The ticket that a good centre would give now.
    func ticket(
        _ id: Token, session: String = Bench.session, subject: [UInt8] = Bench.subject,
        terminal: String = "t-0001",
        caseNumber: String = Bench.caseNumber, pdf: [UInt8] = Bench.pdf, bytes: Int? = nil,
        expiresIn: Duration = .seconds(60)
    ) -> PrintTicket {
        PrintTicket(
            id: id, caseNumber: caseNumber, documentHash: Digest.sha256(pdf),
            documentBytes: bytes ?? pdf.count,
            pages: 1, sessionHash: Digest.sha256(Array(session.utf8)), subject: subject, terminalID: terminal,
            expiresAt: clock.now + expiresIn)
    }

    /// Makes the centre give this ticket and this paper.
    func offer(_ wire: String, _ id: Token, pdf: [UInt8] = Bench.pdf) throws {
        try fake.answer(
            "POST /cases/\(Self.caseNumber)/print-tickets",
            json: TicketAnswer(ticket: wire, ticketID: id.rawValue, nowMs: clock.now.milliseconds))
        fake.answer("POST /papers/\(id)", FakeCentre.Answer(body: pdf))
        fake.answer("POST /print-tickets/\(id)/outcome", FakeCentre.Answer(status: 204))
        try fake.answer(
            "POST /terminals/health",
            json: HealthAnswer(serve: true, ticketKeysPEM: [], nowMs: clock.now.milliseconds))
    }

    /// Presses "print" and waits for the end.
    func press(
        _ key: String = "presspresspresspresspress1", again: Bool = false
    ) async throws -> PrintEnd {
        let session = try #require(agent.memory.session)
        return await agent.desk.guardian.print(
            PrintDesk.Order(caseNumber: Self.caseNumber, key: key, again: again, session: session))
    }
}
