import ArgumentParser
import Audit
import Base
import Catalogue
import Documents
import Federation
import Foundation
import Logging
import Storage
import Vault

/// `egret doctor`: goes through everything the centre needs and says what is missing and what to do.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check configuration, keys, database, catalogue and audit.")

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        let config = try await shared.reader()
        let house: House
        do {
            house = try await House(config, logger: Logger(label: "egret"))
            print("ok    configuration, keys, catalogue, layouts, certificates")
        } catch {
            print("FAIL  \(CommandProblem.inWords(error))")
            throw ExitCode(1)
        }
        let today = CalendarDate(inChinaAt: house.world.now())
        print(CalendarReport(calendar: house.catalogue.calendar, today: today).line)
        let isWell = await check(house)
        await house.close()
        if !isWell { throw ExitCode(1) }
    }

    private func check(_ house: House) async -> Bool {
        var isWell = true
        func report(_ name: String, _ work: () async throws -> String) async {
            do {
                print("ok    \(name): \(try await work())")
            } catch {
                print("FAIL  \(name): \(CommandProblem.inWords(error))")
                isWell = false
            }
        }
        await report("schema") {
            try await Migrator(engine: house.engine, migrations: House.migrations, world: house.world)
                .requireCurrent()
            return "current"
        }
        await report("published services") {
            try await house.readServices()
            return try await Self.published(house.publications)
        }
        await report("stored bytes") {
            let findings = try await house.engine.read { db in try IntegrityCheck.findings(in: db) }
            guard findings.isEmpty else {
                throw ConfigProblem(
                    key: "database",
                    expected:
                        "an undamaged database (\(findings.joined(separator: "; "))); restore the backup")
            }
            return "undamaged"
        }
        await report("audit") {
            let status = try await house.engine.read { db in try AuditStatus.read(in: db) }
            let key = try house.vault.ring.signingKey(.auditCheckpoint).publicKey
            let log = try await AuditVerifier(
                origin: house.centre.auditOrigin,
                keys: [VerifierKey(name: house.centre.auditOrigin, key: key)]
            ).verify(database: house.engine)
            // A key that was replaced since signs no more here; who has kept it verifies from outside.
            let about = log.findings.filter { $0.kind == .subject }
            guard about.isEmpty else {
                throw ConfigProblem(
                    key: "audit",
                    expected:
                        "every act found by the person it is about (\(about[0])); keep the evidence, see the runbook"
                )
            }
            return "\(status.size) leaves, \(status.pending) waiting"
        }
        await report("seal") {
            house.vault.ring.isLicensed(.documentSeal) ? "licensed" : "TEST seal: papers are marked as tests"
        }
        await report("network identity") { house.networkStanding }
        await report("wechat") { house.weChatStanding }
        await report("sites") {
            if let finding = house.tokenKeysFinding {
                throw ConfigProblem(key: "keys.path", expected: finding)
            }
            return "\(house.federation.clientCount.of("site")) may let people in, token keys are there"
        }
        await report("retention") {
            let late = try await house.retention.due(limit: 1, later: .seconds(2 * 86_400)).filter {
                $0.value > 0
            }
            guard late.isEmpty else {
                throw ConfigProblem(
                    key: "retention",
                    expected:
                        "nothing kept for too long (\(late.keys.map(\.rawValue).sorted().joined(separator: ", "))); "
                        + "run egret retention run")
            }
            _ = try house.retention.erased.read()
            return "nothing is kept for too long"
        }
        await report("virus scanner") { try await house.scannerStanding() }
        await report("typefaces") {
            house.centre.typefaces.areMade
                ? "Egret's own, Noto behind them"
                : "Noto alone: papers are right and several times as large; scripts/fonts makes Egret's own"
        }
        await report("passwords") {
            house.centre.knownPasswords == nil
                ? "no list of known passwords: weak ones are taken; see passwords.known"
                : "a list of passwords known from breaches is used"
        }
        await report("jobs") {
            let dead = try await house.engine.read { db in try JobStore.counts(in: db)[.dead] ?? 0 }
            guard dead == 0 else {
                throw ConfigProblem(key: "jobs", expected: "none dead, \(dead) are; see egret jobs")
            }
            return "none dead"
        }
        do {
            let offices = OfficesReport(offices: try await house.unservedOffices())
            offices.lines.forEach { print($0) }
            isWell = isWell && offices.isWell
        } catch {
            print("FAIL  offices: \(CommandProblem.inWords(error))")
            isWell = false
        }
        return isWell
    }

    /// Fails where a service is offered in an older version than was agreed to, because the newer cannot be read.
    static func published(_ publications: Publications) async throws -> String {
        let unreadable = publications.unreadable
        func list(_ lost: [UnreadablePublication]) -> String {
            lost.map { "\($0.service.rawValue) \($0.version)" }.joined(separator: ", ")
        }
        func place(_ lost: UnreadablePublication) -> String {
            "\(lost.service.rawValue) \(lost.version) (\(lost.defects.defects.first?.description ?? ""))"
        }
        let due = unreadable.filter(\.isDue)
        if let first = due.first {
            throw ConfigProblem(
                key: "services.path",
                expected:
                    "every published version to be read by this release (\(list(due)); "
                    + "\(first.defects.defects.first.map(\.description) ?? "")); publish it anew")
        }
        let outdated = try await publications.outdated().map {
            "\($0.service.rawValue) \($0.version) gives way to the release's"
        }
        let former =
            unreadable.isEmpty
            ? [] : ["not read any more: \(unreadable.map(place).joined(separator: ", "))"]
        let notes = outdated + former
        return notes.isEmpty ? "as agreed" : notes.joined(separator: "; ")
    }
}
