import ArgumentParser
import Base
import Casework
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
            The folder holds <department>/<slug>/service.yml, with document.yml, slots.yml, guide/ and fixtures/ where there are. Everything is checked \
            against the whole catalogue first, and what the linter calls an error is not published. Cases that are open go on under the version they were opened with.
            """)

    @OptionGroup var shared: SharedOptions
    @OptionGroup var permit: PermitOption
    @Argument(help: "A folder with the services' files.") var folder: String
    @Option(help: "The day from which they are offered, yyyy-mm-dd; today when left out.") var from: String?
    @Flag(help: "Only check, and print the SHA-256 and the day that two people of the desk agree to.")
    var check = false

    func run() async throws {
        let config = try await shared.reader()
        let files = try Self.files(in: CommandProblem.folder(folder, of: "FOLDER"))
        let fingerprint = ServicePublication.fingerprint(of: files)
        let now = World.live.now()
        let day = try Self.day(from, now: now)
        // As it is typed at the desk.
        print("sha-256 \(fingerprint) \(day)")
        let effectiveFrom = Self.moment(day, now: now)
        try await Self.withHouse(config) { house in
            let review = try await Self.review(files, from: effectiveFrom, house)
            for line in review.lines { print(line) }
            guard review.isFit else { throw ExitCode(1) }
            guard !check else {
                for one in review.checked { print("\(one.service.rawValue)\tv\(one.version)\tchecked") }
                return
            }
            try await permit.require(.publish(fingerprint, from: day), config)
            for one in try await house.publications.publish(files, from: effectiveFrom) {
                print(
                    "\(one.service.rawValue)\tv\(one.version)\tfrom \(CalendarDate(inChinaAt: one.effectiveFrom))"
                )
            }
        }
    }

    /// What these files would become, and all that is held against them.
    struct Review {
        let checked: [ServicePublication]
        /// As compilers write it.
        let lines: [String]
        /// Whether nothing of it stands in the way: advice does not.
        let isFit: Bool
    }

    /// - Throws: ``CatalogueDefects`` of the whole catalogue with these files in it.
    static func review(
        _ files: [String: String], from effectiveFrom: Instant, _ house: House
    ) async throws -> Review {
        let checked = try await house.publications.check(files, from: effectiveFrom)
        let faults = try await faults(in: files, from: effectiveFrom, house)
        let findings = try await house.publications.findings(in: files, from: effectiveFrom)
        return Review(
            checked: checked, lines: faults + findings.map(\.description),
            isFit: faults.isEmpty && !findings.contains { $0.weight == .error })
    }

    /// What keeps the papers of these services from being drawn, each as compilers write it.
    static func faults(
        in files: [String: String], from effectiveFrom: Instant, _ house: House
    ) async throws -> [String] {
        var faults: [String] = []
        for item in try await house.publications.services(in: files, from: effectiveFrom) {
            let fault = try await ServicePreview(item, house.caseParts).paper().fault
            if let fault { faults.append(fault.description) }
        }
        return faults
    }

    private static func files(in folder: URL) throws -> [String: String] {
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let wanted = names.filter { name in
            ServicePublication.place(name).map { ServicePublication.isFile($0.name) } ?? false
        }
        guard !wanted.isEmpty else {
            throw CommandProblem("There is no <department>/<slug>/service.yml below \(folder.path).")
        }
        return Dictionary(
            uniqueKeysWithValues: try wanted.map {
                ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
            })
    }

    private static func day(_ text: String?, now: Instant) throws -> CalendarDate {
        guard let text else { return CalendarDate(inChinaAt: now) }
        guard let day = CalendarDate(text) else { throw CommandProblem("\(text) is no day like 2026-12-01.") }
        return day
    }

    /// The first moment of a day in China, or now: nothing is offered before it is published.
    static func moment(_ day: CalendarDate, now: Instant) -> Instant {
        max(Instant(milliseconds: (Int64(day.daysSince1970) * 86_400 - 8 * 3_600) * 1_000), now)
    }

    /// The configured house, whether it is running or not; `offering` what has been published, or as the release brings it.
    static func withHouse(
        _ config: ConfigReader, offering: Bool = true, _ work: (House) async throws -> Void
    ) async throws {
        let house = try await House(config, logger: Logger(label: "egret"))
        do {
            try await Migrator(engine: house.engine, migrations: House.migrations, world: .live)
                .requireCurrent()
            if offering { try await house.publications.follow() }
            try await work(house)
        } catch let defects as CatalogueDefects {
            await house.close()
            for defect in defects.defects { print(defect) }
            throw ExitCode(1)
        } catch {
            await house.close()
            throw error
        }
        await house.close()
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
    @Option(help: "Why; it stands on the page of the version, and in the log.") var reason: String?

    func run() async throws {
        guard let id = ServiceID(rawValue: service) else {
            throw CommandProblem("A service is named <department>/<slug>, such as fund/deposit-proof.")
        }
        let reason = reason.map {
            $0.split(whereSeparator: \.isNewline).joined(separator: " ").trimmingCharacters(in: .whitespaces)
        }
        guard (reason?.count ?? 0) <= RequestApproval.reasonMax else {
            throw CommandProblem("--reason: at most \(RequestApproval.reasonMax) characters.")
        }
        let config = try await shared.reader()
        // Also a version that does not fit what this release brings can be taken back.
        try await PublishCommand.withHouse(config, offering: false) { house in
            do {
                try await house.drafts.withdraw(
                    id, version: version, because: reason.flatMap { $0.isEmpty ? nil : $0 },
                    by: VersionWithdrawal.console, requestID: nil)
            } catch DraftRefused.unknown {
                throw CommandProblem(
                    "Version \(version) of \(service) was not published here, or is withdrawn already.")
            }
            print("\(service)\tv\(version)\twithdrawn")
        }
    }
}
