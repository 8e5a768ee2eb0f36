import ArgumentParser
import Audit
import Base
import Catalogue
import Configuration
import Foundation
import Identity
import Logging
import Sandbox
import Stations
import Storage
import Vault

/// `egret seed`: prepares the sample city; what is there already stays as it is.
struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Prepare the sample city: keys, schema, stations, people, a code.",
        discussion: "For trying and testing only: everybody and everything in it is synthetic.")

    @OptionGroup var shared: SharedOptions

    @Flag(name: .customLong("print"), help: "Print the sample citizens to try, and change nothing.")
    var printsOnly = false

    func run() async throws {
        let config = try await shared.reader()
        let city = try SandboxCommand.city(config)
        if printsOnly { return show(city) }
        let furniture = try House.Furniture(CentreConfig(config))
        try makeKeys(config, city, furniture.catalogue.registers)
        let engine = try await House.engine(
            DatabaseConfig(config), world: .live, logger: Logger(label: "egret"))
        _ = try await Migrator(engine: engine, migrations: House.migrations, world: .live).run()
        await engine.close()
        try await House.use(shared, furniture: furniture) { house in
            try await house.settle(city)
            try await code(city, house, config)
        }
    }

    private func makeKeys(_ config: ConfigReader, _ city: SampleCity, _ registers: [Register]) throws {
        let ring = URL(filePath: try CentreConfig(config).keysPath)
        if !FileManager.default.fileExists(atPath: ring.path()) {
            try KeyRing.create(suite: .international, world: .live).write(to: ring)
        }
        _ = try SandboxFolder(config).keys(city, registers)
        _ = try SandboxFolder(config).messageSecret()
        try SandboxFolder(config).register(portal: try ForeignConfig(config).portalIssuer)
    }

    /// A code for the virtual terminal, unless it has been admitted before.
    private func code(_ city: SampleCity, _ house: House, _ config: ConfigReader) async throws {
        let folder = TerminalCommand.stateFolder(config)
        guard !FileManager.default.fileExists(atPath: folder.path()), let station = city.stations.first else {
            return
        }
        let code = try await house.stations.createCode(station: station.id, by: .staff("console"))
        try Data(code.text.utf8).write(to: TerminalCommand.codeFile(config), options: .atomic)
    }

    private func show(_ city: SampleCity) {
        print("\nSample citizens (nobody real); lay their cards on the reader in the simulator:\n")
        for citizen in city.citizens where citizen.behaviour.isOrdinary {
            print("  \(citizen.number.text)  \(citizen.name)  \(citizen.label.english)")
        }
        print("\nAnd some with whom something goes wrong:\n")
        for citizen in city.citizens where !citizen.behaviour.isOrdinary {
            print("  \(citizen.number.text)  \(citizen.name)  \(citizen.label.english)")
        }
        print("")
    }
}

extension House {
    /// Writes the sample city's stations, and its people whose phone is registered; the others become known when they
    /// first come.
    func settle(_ city: SampleCity) async throws {
        try await stations.seed(city.stations.map(Station.init))
        for sample in city.citizens {
            guard let phone = sample.phone else { continue }
            try await engine.write { [vault, world] db in
                guard try CitizenStore.find(sample.number, vault: vault, in: db) == nil else { return }
                try CitizenStore.insert(
                    Citizen(id: Token(world), number: sample.number, name: sample.name, phone: phone),
                    vault: vault, at: world.now(), in: db)
            }
        }
    }
}

extension Station {
    fileprivate init(_ sample: SampleStation) {
        self.init(
            id: sample.id, name: PlaceText(mandarin: sample.name, english: sample.nameEnglish),
            address: PlaceText(mandarin: sample.address), division: sample.division,
            latitudeMicrodegrees: Int64((sample.latitude * 1_000_000).rounded()),
            longitudeMicrodegrees: Int64((sample.longitude * 1_000_000).rounded()), hours: sample.hours,
            owner: "sample")
    }
}
