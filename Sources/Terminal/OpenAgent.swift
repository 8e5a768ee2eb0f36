package import Base
package import Hummingbird
package import Logging
package import ServiceLifecycle
package import Transport
package import Web
import Foundation

/// What an agent stands on: the machine's own parts, or played ones.
package struct AgentMachine: Sendable {
    package var transport: any HTTPTransport
    package var disk: any Disk
    package var reader: any CardReader
    package var camera: any Camera
    package var printer: any Printer
    package var browser: any BrowserControl

    package init(
        transport: any HTTPTransport, disk: any Disk, reader: any CardReader, camera: any Camera,
        printer: any Printer, browser: any BrowserControl
    ) {
        self.transport = transport
        self.disk = disk
        self.reader = reader
        self.camera = camera
        self.printer = printer
        self.browser = browser
    }
}

/// An agent that has been put together on a played machine, without a listener of its own.
package struct OpenAgent: Sendable {
    private let agent: Agent

    /// Admits the terminal when it is not admitted yet, and puts its agent together.
    ///
    /// `frame` may be shared by many agents, since reading it takes longer than all the rest.
    package init(
        _ configuration: TerminalConfiguration, on machine: AgentMachine, frame: Frame, world: World,
        uptime: Uptime, logger: Logger
    ) async throws {
        let state = try StateFolder(configuration.state, disk: machine.disk)
        let enrol = Enrol(
            http: machine.transport, centre: configuration.centre, state: state, serial: configuration.serial,
            version: configuration.version)
        let centre = Centre(
            http: machine.transport, base: configuration.centre,
            identity: try await enrol(code: configuration.enrolmentCode),
            clock: CentreClock(world: world, uptime: uptime))
        agent = try Agent(
            configuration: configuration, centre: centre, state: state,
            devices: Devices(
                reader: machine.reader, camera: machine.camera, printer: machine.printer,
                browser: machine.browser),
            frame: frame, world: world, uptime: uptime, logger: logger)
    }

    package static func frame() throws -> Frame { try TerminalAgent.frame() }

    package var responder: some HTTPResponder<EgretContext> { agent.responder() }
    package var services: [any Service] { agent.services }
    package var terminalID: String { agent.centre.identity.terminalID }
    /// Asks the centre as this terminal, in the name of a session that may be another terminal's.
    ///
    /// - Returns: Status and body; nil when no answer came.
    package func probe(_ method: String, _ target: String, session: String) async -> (
        status: Int, body: [UInt8]
    )? {
        let question = Centre.Question(
            method: method, target: target, session: session, headers: [("Accept", "text/html")])
        return try? await agent.centre.ask(question, upTo: Centre.paperBytesMax)
    }

    /// The closed word of the stop; nil while it serves.
    package var stopped: String? { agent.stop.reason }
    package var isPrinting: Bool { agent.desk.isPrinting }
    package var holdsSession: Bool { agent.memory.session != nil }
    /// Outcomes and ends of visits of which the centre has not heard yet.
    package var untold: Int { agent.outbox.waiting().count + agent.memory.owed.count }
}
