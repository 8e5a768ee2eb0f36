import Base
import Foundation
import Storage
import Testing

@testable import egret

/// The fences of the house, checked file by file, because SwiftPM lets a target import what its dependencies import.
@Suite struct ArchitectureTests {
    static let linesMax = 400

    static let banned = [
        "try!", " as! ", "fatalError(", "@unchecked Sendable", "nonisolated(unsafe)", "Task.detached",
        "DispatchSemaphore", "DispatchGroup", "asUnsafe", "unsafeBitCast",
    ]

    /// Where chance, time and the environment come in: `World.live`, and nowhere else.
    static let worldly = [
        "Date()", "Date.now", "UUID()", ".environment[", "getenv(", "SystemRandomNumberGenerator",
        ".random(in:", "Task.sleep", "ContinuousClock",
    ]

    /// The few that look past `World`, each with its reason.
    static let worldlyExceptions = [
        "Sources/Base/World.swift": "is World.live",
        "Sources/Base/SteadyClock.swift": "is the machine's steady clock, for deadlines",
        "Sources/egret/Commands/SimulateCommand.swift":
            "starts itself anew, so that dictionaries keep one order",
        "Sources/Terminal/Link/KioskBrowser.swift": "waits for a child process of the machine",
        "Sources/Terminal/Devices/SAMLine.swift": "a deadline on a serial line",
        "Sources/Terminal/Devices/SerialCardReader.swift": "a deadline on a serial line",
        "Sources/Terminal/Printing/IPPPrinter.swift": "a deadline on a print job",
        "Sources/Terminal/Uptime.swift": "is the machine's uptime, beside World for a clock nobody can set",
    ]

    /// SQL outside the stores, each with its reason.
    static let sqlExceptions = [
        "Sources/Audit/AuditRecords.swift": "the store of the log's rows as a verifier streams them",
        "Sources/egret/Bench/Recording.swift": "measures the stores' own statements without them",
        "Sources/egret/Bench/SubmitBench.swift": "counts what the measured stores have kept",
        "Sources/egret/Wiring/House+Listeners.swift": "the readiness check asks the engine itself",
    ]

    @Test func everyTargetHasItsLineInTheTable() throws {
        let targets = try Repository.targets()

        #expect(targets == ArchitectureTable.all.keys.sorted())
    }

    @Test(arguments: ArchitectureTable.all.keys.sorted())
    func importsOnlyWhatItsPlaceAllows(target: String) throws {
        let files = try Repository.swift("Sources/\(target)")
        let allowed = ArchitectureTable.all[target, default: []].union(ArchitectureTable.everybodys)
            .union([target])

        try #require(!files.isEmpty)
        for file in files {
            let stray = file.imports.subtracting(allowed).sorted()
            #expect(stray == [], "\(file.path)")
        }
    }

    @Test func theTableHasNoCircle() {
        var waiting = ArchitectureTable.all
        while let (name, _) = waiting.first(where: { $0.value.isDisjoint(with: waiting.keys) }) {
            waiting[name] = nil
        }

        #expect(waiting.keys.sorted() == [])
    }

    @Test func everyFileIsShort() throws {
        for file in try Repository.swift("Sources") + Repository.swift("Tests") {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= Self.linesMax, "\(file.path)")
        }
    }

    @Test func noFileTrapsOrHidesFromTheCompiler() throws {
        let found = try Repository.swift("Sources").flatMap { file in
            Self.banned.filter { word in file.code.contains { $0.contains(word) } }.map {
                "\(file.path): \($0)"
            }
        }

        #expect(found == [])
    }

    @Test func onlyTheCommandLinePrints() throws {
        let call = /(^|[^.\w])print\(/
        let found = try Repository.swift("Sources").filter { file in
            !file.path.hasPrefix("Sources/egret/")
                && file.code.contains { $0.contains(call) && !$0.contains("func print(") }
        }.map(\.path)

        #expect(found == [])
    }

    @Test func timeChanceAndEnvironmentComeInAtOnePlace() throws {
        let found = Set(
            try Repository.swift("Sources").filter { file in
                Self.worldly.contains { word in file.code.contains { $0.contains(word) } }
            }.map(\.path))

        #expect(found.subtracting(Set(Self.worldlyExceptions.keys)).sorted() == [])
        #expect(Set(Self.worldlyExceptions.keys).subtracting(found).sorted() == [], "no longer exceptions")
    }

    @Test func sqlIsWrittenInStoresAlone() throws {
        let statement =
            #/"\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE|WITH) [\w\\(]/#
        let bare = #/^\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE) \w/#
        let found = Set(
            try Repository.swift("Sources").filter { file in
                !file.path.hasPrefix("Sources/Storage") && !file.path.hasSuffix("Store.swift")
                    && !file.path.contains("Migrations")
                    && file.code.contains { $0.contains(statement) || $0.contains(bare) }
            }.map(\.path))

        #expect(found.subtracting(Set(Self.sqlExceptions.keys)).sorted() == [])
        #expect(Set(Self.sqlExceptions.keys).subtracting(found).sorted() == [], "no longer exceptions")
    }

    @Test func onlyTheMigratorMakesSQLOfText() throws {
        let found = try Repository.swift("Sources").filter { file in
            file.code.contains { $0.contains("SQLStatement(stringLiteral:") }
        }.map(\.path)

        #expect(found == ["Sources/Storage/Migrator.swift"])
    }

    @Test func noRouteTouchesAStore() throws {
        let store = /\b[A-Z]\w+Store\.\w+\(/
        let found = try Repository.swift("Sources").filter { file in
            file.path.contains("Routes") && file.code.contains { $0.contains(store) }
        }.map(\.path)

        #expect(found == [])
    }

    @Test func migrationsAreNumberedOnceOverTheWholeHouse() {
        let ids = House.migrations.map(\.id)
        let numbers = ids.map { String($0.prefix(4)) }

        #expect(ids.allSatisfy { $0.contains(/^\d{4}-[a-z0-9-]+$/) })
        #expect(Set(numbers).count == numbers.count, "\(ids)")
    }
}
