import ArgumentParser
import Base
import Catalogue
import Configuration
import Foundation
import Logging
import Staff
import Storage

/// `egret catalogue publish`: new versions of services, and services nobody knew, offered by a house that goes on running.
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Publish services to a running house.",
        discussion:
            """
            The folder holds <department>/<slug>/service.yml, with document.yml and slots.yml where there are. Everything is checked \
            against the whole catalogue first. Cases that are open go on under the version they were opened with.
            """)

    @OptionGroup var shared: SharedOptions
    @OptionGroup var permit: PermitOption
    @Argument(help: "A folder with the services' files.") var folder: String
    @Option(help: "The day from which they are offered, yyyy-mm-dd; today when left out.") var from: String?
    @Flag(help: "Only check, and print the SHA-256 that two people of the desk agree to.") var check = false

    func run() async throws {
        let config = try await shared.reader()
        let files = try Self.files(in: URL(filePath: folder))
        let fingerprint = ServicePublication.fingerprint(of: files)
        print("sha-256 \(fingerprint)")
        let effectiveFrom = try Self.moment(from)
        try await Self.withPublications(config) { publications in
            let checked = try await publications.check(files, from: effectiveFrom)
            guard !check else {
                for one in checked { print("\(one.service.rawValue)\tv\(one.version)\tchecked") }
                return
            }
            try await permit.require(.publish(fingerprint), config)
            for one in try await publications.publish(files, from: effectiveFrom) {
                print(
                    "\(one.service.rawValue)\tv\(one.version)\tfrom \(CalendarDate(inChinaAt: one.effectiveFrom))"
                )
            }
        }
    }

    private static func files(in folder: URL) throws -> [String: String] {
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let wanted = names.filter { name in
            ServicePublication.fileNames.contains { name.hasSuffix("/\($0)") }
        }
        guard !wanted.isEmpty else {
            throw ValidationError("There is no <department>/<slug>/service.yml below \(folder.path).")
        }
        return Dictionary(
            uniqueKeysWithValues: try wanted.map {
                ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
            })
    }

    /// The first moment of a day in China; now when there is none.
    private static func moment(_ day: String?) throws -> Instant {
        guard let day else { return World.live.now() }
        guard let date = CalendarDate(day) else { throw ValidationError("\(day) is no day like 2026-12-01.") }
        return Instant(milliseconds: (Int64(date.daysSince1970) * 86_400 - 8 * 3_600) * 1_000)
    }

    /// The publications of the configured house, whether it is running or not.
    static func withPublications(
        _ config: ConfigReader, _ work: (Publications) async throws -> Void
    ) async throws {
        let engine = try await House.engine(
            DatabaseConfig(config), world: .live, logger: Logger(label: "egret"))
        do {
            try await Migrator(engine: engine, migrations: House.migrations, world: .live).requireCurrent()
            let catalogue = try Catalogue.load(URL(filePath: CentreConfig(config).servicesPath))
            let publications = Publications(engine: engine, world: .live, catalogue: catalogue)
            try await publications.follow()
            try await work(publications)
        } catch let defects as CatalogueDefects {
            await engine.close()
            for defect in defects.defects { print(defect) }
            throw ExitCode(1)
        } catch {
            await engine.close()
            throw error
        }
        await engine.close()
    }
}

/// `egret catalogue withdraw`: takes a published version back.
struct WithdrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take a published version of a service back; the one before it is offered again.")

    @OptionGroup var shared: SharedOptions
    @Argument(help: "Such as fund/deposit-proof.") var service: String
    @Option(help: "The version.") var version: Int

    func run() async throws {
        guard let id = ServiceID(rawValue: service) else {
            throw ValidationError("A service is named <department>/<slug>, such as fund/deposit-proof.")
        }
        let config = try await shared.reader()
        try await PublishCommand.withPublications(config) { publications in
            guard try await publications.withdraw(id, version: version) else {
                throw ValidationError(
                    "Version \(version) of \(service) was not published here, or is withdrawn already.")
            }
            print("\(service)\tv\(version)\twithdrawn")
        }
    }
}
