import Audit
import Base
import Catalogue
import Storage
import Support
import Testing

@testable import Casework

/// Somebody writes into the database past the house.
@Suite struct VerifyActsTests {
    struct Script: CustomTestStringConvertible, Sendable {
        let what: String
        let sql: [SQLStatement]
        let finds: Set<String>

        var testDescription: String { what }
    }

    static let scripts = [
        Script(
            what: "approves a step that waits",
            sql: ["UPDATE case_steps SET state = 'approved', account_id = 's-0001' WHERE step = 'issue'"],
            finds: ["undecided issue step-approved s-0001"]),
        Script(
            what: "lays a decision on a colleague",
            sql: [
                "UPDATE case_events SET account_id = 's-0009' WHERE event = 'step-approved'",
                "UPDATE case_steps SET account_id = 's-0009' WHERE step = 'review'",
            ],
            finds: [
                "unlogged review step-approved s-0009", "missing review step-approved s-0001",
                "undecided review step-approved s-0009", "undone review step-approved s-0001",
            ]),
        Script(
            what: "takes an act out of the history",
            sql: ["DELETE FROM case_events WHERE event = 'step-claimed'"],
            finds: ["missing review step-claimed s-0001"]),
        Script(
            what: "writes an act into the history",
            sql: [
                """
                INSERT INTO case_events (case_number, seq, event, step, account_id, at_ms)
                SELECT number, 99, 'step-approved', 'issue', 's-0001', 1 FROM cases
                """
            ],
            finds: ["unlogged issue step-approved s-0001"]),
        Script(
            what: "turns a yes into a no",
            sql: [
                "UPDATE case_events SET event = 'step-refused' WHERE event = 'step-approved'",
                "UPDATE case_steps SET state = 'refused' WHERE step = 'review'",
            ],
            finds: [
                "unlogged review step-refused s-0001", "missing review step-approved s-0001",
                "undecided review step-refused s-0001", "undone review step-approved s-0001",
                "standing - deciding -",
            ]),
        Script(
            what: "takes a decision back",
            sql: ["UPDATE case_steps SET state = 'ready', account_id = NULL WHERE step = 'review'"],
            finds: ["undone review step-approved s-0001"]),
        Script(
            what: "gives a decision to another step",
            sql: ["UPDATE case_events SET step = 'issue' WHERE event = 'step-approved'"],
            finds: ["unlogged issue step-approved s-0001", "missing review step-approved s-0001"]),
        Script(
            what: "calls the case decided", sql: ["UPDATE cases SET state = 'approved'"],
            finds: ["standing - approved -"]),
        Script(
            what: "writes the decision into the history too",
            sql: [
                "UPDATE cases SET state = 'approved'",
                """
                INSERT INTO case_events (case_number, seq, event, step, account_id, at_ms)
                SELECT number, 99, 'step-approved', 'issue', 's-0001', 1 FROM cases
                """,
                """
                INSERT INTO case_events (case_number, seq, event, at_ms)
                SELECT number, 100, 'approved', 2 FROM cases
                """,
            ],
            finds: ["unlogged issue step-approved s-0001"]),
        Script(what: "makes the case vanish", sql: vanish, finds: ["gone - - -"]),
    ]

    private static let vanish: [SQLStatement] = [
        "DELETE FROM case_terms", "DELETE FROM case_events", "DELETE FROM case_steps", "DELETE FROM cases",
    ]

    @Test("Row 68: who writes past the house is found", arguments: TestEngine.available, scripts)
    func whoWritesPastTheHouseIsFound(_ engine: TestEngine, _ script: Script) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.approve(number, "review", by: house.clerk("s-0001"))
        let before = try await VerifyActs(house.engine)()
        #expect(before.findings == [] && before.acts == 2 && before.cases == 1)

        try await house.engine.write { db in
            for sql in script.sql { try db.run(sql) }
        }

        let report = try await VerifyActs(house.engine)()
        let found = report.findings.map { "\($0.kind.rawValue) \($0.step) \($0.event) \($0.account)" }
        #expect(Set(found) == script.finds && report.findingCount == found.count)
    }

    @Test(arguments: TestEngine.available)
    func aCaseThatWasForgottenIsNotAskedAbout(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.claim(number, by: house.clerk("s-0001"))
        let audit = house.parts.audit
        for (count, fields) in [("7", ["notices"]), ("1", ["cases"])] {
            try await house.engine.write { db in
                for sql in Self.vanish { try db.run(sql) }
                try audit.append(
                    AuditAct(
                        "data.forgotten", actor: .system("retention"), purpose: RetentionClass.cases.rawValue,
                        caseNumber: nil, subject: nil, fields: fields, decision: count),
                    in: db)
            }
            let report = try await VerifyActs(house.engine)()
            #expect(report.findings.map(\.kind) == (fields == ["cases"] ? [] : [.gone]) && report.cases == 0)
        }
    }
}
