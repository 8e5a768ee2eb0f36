import Base
import Configuration
import Foundation
import Logging
import Sandbox
import Simulation
import Vault

/// Keys, certificates and catalogue for the simulated cities of one process.
struct PlayedCity {
    let ground: Ground
    private let folder: URL

    init(services: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "egret-simulate-\(Token(.live))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let world = Ground.dayBefore(.live)
        let city = try SampleCity.xiamen()
        let ring = try KeyRing.create(suite: .international, world: world)
        let keys = try SandboxKeys.kept(
            in: folder.appending(path: "sandbox"), departments: city.departments.map(\.id), world: world)
        let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
        ground = try Ground(
            builder: HouseBuilder(
                config: Self.config(folder, services), ring: ring,
                furniture: House.Furniture(servicesPath: services)),
            ring: ring, sandboxKeys: keys, city: city, logger: logger)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    private static func config(_ folder: URL, _ services: String) -> ConfigReader {
        let values: [AbsoluteConfigKey: ConfigValue] = [
            "state": text(folder.path), "services.path": text(services),
            "authority.url": text("http://foreign/ctid"), "network.url": text("http://foreign/network"),
            "registers.url": text("http://foreign"), "sms.url": text("http://foreign"),
            "sms.secret": text(Ground.messageSecret),
        ]
        return ConfigReader(provider: InMemoryProvider(values: values))
    }

    private static func text(_ value: String) -> ConfigValue { ConfigValue(.string(value), isSecret: false) }
}
