public import Foundation

/// What an agent is told when it starts.
///
/// ## Configuration keys
/// `terminal.host`, `terminal.port`, `terminal.centre`, `terminal.state`, `terminal.code`, `terminal.serial`,
/// `terminal.reader`, `terminal.camera`, `terminal.printer`, `terminal.papers`, `terminal.browser.command`,
/// `terminal.browser.profile`, `terminal.virtual`, `terminal.sandbox`, `terminal.may-crash`.
public struct TerminalConfiguration: Sendable {
    public enum Reader: Hashable, Sendable {
        /// Path of a serial line, such as `/dev/ttyUSB0`.
        case serial(String)
        /// A reader played over a pseudo-terminal; the cards are laid on at `/terminal/simulator`.
        case simulated
    }

    public enum Camera: Hashable, Sendable {
        case page
        /// The faces of the sandbox stand before the camera; ``TerminalConfiguration/sandbox`` says where it is.
        case simulated
    }

    public enum Printer: Hashable, Sendable {
        /// Papers become files.
        case folder(URL)
        /// `ipp://host/printers/name`.
        case ipp(String)
        /// Papers become files, and faults are chosen at `/terminal/simulator`.
        case simulated(URL)
    }

    /// Must be a loopback address.
    public var host = "127.0.0.1"
    /// Zero lets the machine choose.
    public var port = 0
    /// The centre's listener for terminals, such as `https://centre.example:8443`.
    public var centre: String
    /// The agent's folder: key, enrolment, spent tickets, outcomes not yet told.
    public var state: URL
    /// The one-time code for the first start.
    public var enrolmentCode: String?
    /// Serial number of the machine.
    public var serial: String
    public var version: String
    public var reader = Reader.simulated
    public var camera = Camera.page
    public var printer: Printer
    /// Program and arguments of the kiosk's browser; empty when somebody else starts it.
    public var browserCommand: [String] = []
    /// Where the browser's profile lies; a file system in memory.
    public var browserProfile = URL(filePath: "/dev/shm/egret-browser")
    /// Address of the sandbox of foreign systems; virtual terminals get their sample citizens and faces there.
    public var sandbox: String?
    /// Sample citizens besides those of the sandbox.
    public var samples: [SampleCitizen] = []
    /// Whether `/terminal/simulator` is served; never on a terminal for citizens.
    public var isVirtual = false
    /// Whether the simulator may pull the plug, which ends the whole process.
    public var mayCrash = false
    /// How long a reading waits for a card to be laid on.
    public var cardWait = Duration.seconds(10)

    public init(centre: String, state: URL, serial: String, version: String, printer: Printer) {
        self.centre = centre.hasSuffix("/") ? String(centre.dropLast()) : centre
        self.state = state
        self.serial = serial
        self.version = version
        self.printer = printer
    }

    static let loopbackHosts = ["127.0.0.1", "localhost", "::1"]

    /// The agent's pages carry one citizen's session: nobody but the browser of this machine may see them.
    func check() throws(TerminalProblem) {
        guard Self.loopbackHosts.contains(host) else { throw .notLoopback(host: host) }
        guard let url = URL(string: centre), ["http", "https"].contains(url.scheme), url.host() != nil,
            url.path().isEmpty
        else { throw .badAddress(centre) }
    }
}
