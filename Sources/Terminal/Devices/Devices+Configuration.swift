import AsyncHTTPClient
import Base
import Foundation
import Logging

extension Devices {
    /// The devices that a configuration names.
    init(
        _ configuration: TerminalConfiguration, address: String, http: HTTPClient, world: World,
        logger: Logger
    ) throws {
        var played: CardReaderSimulator?
        switch configuration.reader {
        case .serial(let path): reader = SerialCardReader(path: path)
        case .simulated:
            let simulator = try CardReaderSimulator()
            played = simulator
            reader = SerialCardReader(path: simulator.path)
        }
        var faces: SimulatedCamera?
        if configuration.camera == .simulated, let sandbox = configuration.sandbox {
            faces = SimulatedCamera(http: http, sandbox: sandbox)
        }
        camera = faces ?? PageCamera()
        var tray: SimulatedPrinter?
        switch configuration.printer {
        case .folder(let folder):
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            printer = FolderPrinter(folder: folder)
        case .ipp(let uri): printer = IPPPrinter(uri: uri)
        case .simulated(let folder):
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let simulated = SimulatedPrinter(folder: folder, world: world)
            tray = simulated
            printer = simulated
        }
        browser =
            configuration.browserCommand.isEmpty
            ? ForeignBrowser()
            : KioskBrowser(
                command: configuration.browserCommand, address: address,
                profile: configuration.browserProfile,
                logger: logger)
        if configuration.isVirtual, let played {
            simulator = Simulator(
                reader: played, camera: faces, printer: tray, mayCrash: configuration.mayCrash, http: http,
                sandbox: configuration.sandbox, samples: configuration.samples)
        }
    }
}
