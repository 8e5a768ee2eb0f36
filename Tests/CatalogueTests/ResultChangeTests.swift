import Base
import Foundation
import Testing

@testable import Catalogue

/// What a register says once a service has ended: texts, sums, and rows of its tables.
@Suite struct ResultChangeTests {
    private static let path = "fund/deposit-proof/service.yml"

    /// The service with such a result.
    private static func folder(_ set: String, in resource: String = "fund/withdrawals") throws -> (
        folder: ServicesFolder, line: Int
    ) {
        let folder = try ServicesFolder()
        let line = try folder.replace(
            "  kind: paper\n",
            with: "  kind: register\n  changes:\n    - resource: \(resource)\n      set: [\(set)]\n", in: path
        )
        return (folder, line + 3)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let set: String
        let message: String
        var testDescription: String { message + " " + set }
    }

    static let faults = [
        Fault(set: "{field: lastRent}", message: "One thing happens to a field"),
        Fault(set: "{field: lastRent, to: today, add: 1}", message: "One thing happens to a field"),
        Fault(set: "{field: lastRent, add: 1}", message: "A date has no sum"),
        Fault(
            set: "{field: lastRent, row: {day: today}}",
            message: "fund/withdrawals has no field lastRent that can be written"),
        Fault(
            set: "{field: withdrawals, to: none}",
            message: "fund/withdrawals has no field withdrawals that can be written"),
        Fault(set: "{field: withdrawals, row: {}}", message: "No column of withdrawals is named"),
        Fault(
            set: "{field: withdrawals, row: {sum: \"1\"}}", message: "The key \"sum\" is not known here"),
        Fault(set: "{field: withdrawals, row: {amount: much}}", message: "The field is a money"),
        Fault(set: "{field: withdrawals, row: {amount: answer.much}}", message: "No question is called"),
        Fault(
            set: "{field: withdrawals, row: {amount: fund/contributions.employer}}",
            message: "fund/contributions.employer is no money"),
        Fault(
            set: "{field: withdrawals, remove: {rows: fund/contributions.employer, by: kind}}",
            message: "fund/contributions.employer is no table that is asked of a register"),
        Fault(
            set: "{field: withdrawals, remove: {rows: fund/contributions.deposits, by: kind}}",
            message: "deposits has no column kind"),
        Fault(
            set: "{field: withdrawals, remove: {rows: fund/contributions.deposits, by: month}}",
            message: "withdrawals has no column month"),
        Fault(
            set: "{field: withdrawals, remove: {rows: fund/contributions.deposits}}",
            message: "The key \"by\" is missing"),
        Fault(
            set: "{field: withdrawals, remove: fund/contributions.deposits}",
            message: "Named values are expected here"),
        Fault(
            set: "{field: lastRent, to: \"-\"}, {field: lastRent, to: today}",
            message: "The field stands twice"
        ),
    ]

    @Test(arguments: faults) func aChangeThatCannotBeIsNamedByItsLine(_ fault: Fault) throws {
        let (folder, line) = try Self.folder(fault.set)

        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(
            defects.contains { $0.line == line && $0.message.english.contains(fault.message) }, "\(defects)")
    }

    /// As the fund's register is told, once everything is known.
    static let effects: [(set: String, effect: ServiceResult.Change.Effect)] = [
        ("{field: lastRent, to: today}", effect { $0.values = ["lastRent": "2026-01-01"] }),
        ("{field: lastRent, to: \"-\"}", effect { $0.values = ["lastRent": "-"] }),
        // What nobody knows moves nothing.
        ("{field: withdrawals, remove: {amount: fund/contributions.monthlyDeposit}}", effect { _ in }),
        (
            "{field: withdrawals, row: {day: today, kind: 租房提取, amount: fund/contributions.balance}}",
            effect {
                $0.rows = ["withdrawals": [["day": "2026-01-01", "kind": "租房提取", "amount": "12345"]]]
            }
        ),
        (
            "{field: withdrawals, remove: {amount: fund/contributions.balance, kind: 租房提取}}",
            effect { $0.removed = ["withdrawals": [["amount": "12345", "kind": "租房提取"]]] }
        ),
        (
            "{field: withdrawals, row: {state: 甲}, when: \"false\"}, {field: withdrawals, row: {state: 乙}}",
            effect { $0.rows = ["withdrawals": [["state": "乙"]]] }
        ),
    ]

    private static func effect(
        _ make: (inout ServiceResult.Change.Effect) -> Void
    ) -> ServiceResult.Change.Effect {
        var effect = ServiceResult.Change.Effect()
        make(&effect)
        return effect
    }

    private static let known: ServiceResult.Change.Known = {
        let day = CalendarDate(daysSince1970: 20_454)
        return ServiceResult.Change.Known(
            answers: [:], day: day,
            facts: RuleFacts(
                today: day,
                values: [
                    "fund/contributions.balance": .number(12_345),
                    "fund/contributions.monthlyDeposit": .nothing,
                ]),
            tables: [
                "fund/contributions.deposits": [
                    ["month": "2025-12", "employer": "甲"], ["month": "2025-11", "employer": "乙"],
                    ["employer": "丙"],
                ]
            ])
    }()

    @Test(arguments: effects) func aChangeTellsWhatIsKnown(
        _ example: (set: String, effect: ServiceResult.Change.Effect)
    ) throws {
        let (folder, _) = try Self.folder(example.set)

        #expect(try Self.change(in: folder).effect(Self.known) == example.effect)
    }

    /// By one column alone: what else a row said may have moved by the time the department is told.
    @Test func rowsThatATableHadAreToldByOneColumn() throws {
        let (folder, _) = try Self.folder(
            "{field: deposits, remove: {rows: fund/contributions.deposits, by: month}}",
            in: "fund/contributions")

        let effect = try Self.change(in: folder).effect(Self.known)
        #expect(
            effect == Self.effect { $0.removed = ["deposits": [["month": "2025-12"], ["month": "2025-11"]]] })

        let none = ServiceResult.Change.Known(
            answers: [:], day: Self.known.day, facts: Self.known.facts, tables: [:])
        #expect(try Self.change(in: folder).effect(none) == Self.effect { _ in }, "no row, no word of it")
    }

    @Test(
        arguments: [
            ("{field: available, subtract: fund/contributions.balance}", -12_345),
            ("{field: available, add: 7}", 7),
            ("{field: available, add: fund/contributions.monthlyDeposit}", nil),
        ] as [(String, Int?)])
    func aSumIsToldAsWhatItMoves(_ set: String, _ moved: Int?) throws {
        let (folder, _) = try Self.folder(set, in: "fund/accounts")

        let effect = try Self.change(in: folder).effect(Self.known)

        #expect(effect.added["available"] == moved && effect.values.isEmpty)
    }

    private static func change(in folder: ServicesFolder) throws -> ServiceResult.Change {
        let id = try #require(ServiceID(rawValue: "fund/deposit-proof"))
        return try #require(try Catalogue.load(folder.url)[id]?.result.changes.first)
    }

    @Test(arguments: [
        ("{count: rows}", "No table above is called rows"),
        ("{sum: [deposits, month, x]}", "entries"), ("{sum: [deposits, sum]}", "deposits has no column sum"),
        ("{last: [sealed, day]}", "No table above is called sealed"), ("{daysBack: 0}", "A whole number"),
    ])
    func whatIsCountedFromATableNamesOneAbove(_ sample: String, _ message: String) throws {
        let folder = try ServicesFolder()
        let text = try folder.text("fund/registers.yml")
        let field = """
                  - id: counted
                    label: {zh-Hans: 条数, en: Count, nan-Hant: 條數}
                    kind: number
                    sample: \(sample)
              # The person's housing fund account.

            """
        try folder.write(
            text.replacing("  # The person's housing fund account.\n", with: field), to: "fund/registers.yml")

        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(
            defects.contains {
                $0.file == "fund/registers.yml" && $0.message.english.contains(message)
            }, "\(defects)")
    }
}
