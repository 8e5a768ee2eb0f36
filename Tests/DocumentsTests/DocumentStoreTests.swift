import Audit
import Base
import Storage
import Support
import Testing
import Vault

@testable import Documents

@Suite("Kept papers")
struct DocumentStoreTests {
    @Test(arguments: TestEngine.available)
    func aRepeatOfTheSameCaseIsTheFirstPaper(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (_, first) = try await office.issued()

        let (other, second) = try await office.issued()

        #expect(second == first)
        #expect(other.documentID != first.id)
        #expect(try await office.count("SELECT count(*) AS n FROM documents") == 1)
        #expect(try await office.leaves("document.sealed") == 1)
    }

    @Test(arguments: TestEngine.available)
    func openingGivesTheSameBytesAndLeavesALeaf(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (sealed, record) = try await office.issued()
        let open = OpenDocument(vault: office.vault, audit: office.audit)

        let chen = office.chen
        let opened = try await office.engine.write { db in
            try open(caseNumber: Sample.caseNumber, for: chen, purpose: "download", in: db).pdf
        }

        #expect(opened == sealed.pdf)
        #expect(record.hash == Digest.sha256(opened))
        #expect(try await office.leaves("document.opened") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aPaperWhoseBytesAreForgottenIsOpenedNoMoreAndLeavesNoLeaf(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (_, record) = try await office.issued()
        let open = OpenDocument(vault: office.vault, audit: office.audit)
        let chen = office.chen
        let later = office.world.now() + .seconds(1)
        let papers = try #require(DocumentRetentionStore.forgetters.first { $0.kept == .papers })

        let gone = try await office.engine.write { db in
            let due = try papers.due(later, "", 10, db)
            return try due == [record.id.rawValue] && papers.forget(record.id.rawValue, later, db)
        }

        #expect(gone)
        #expect(try await office.engine.read { db in try papers.due(later, "", 10, db) } == [])
        await #expect(throws: DocumentRefused.unknownDocument) {
            try await office.engine.write { db in
                try open(caseNumber: Sample.caseNumber, for: chen, purpose: "download", in: db).pdf
            }
        }
        #expect(try await office.leaves("document.opened") == 0)
    }

    @Test(arguments: TestEngine.available)
    func anotherPersonsPaperIsAsUnknownAsNone(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()
        let open = OpenDocument(vault: office.vault, audit: office.audit)
        let lin = office.lin

        await #expect(throws: DocumentRefused.unknownDocument) {
            try await office.engine.write { db in
                _ = try open(caseNumber: Sample.caseNumber, for: lin, purpose: "download", in: db)
            }
        }
        #expect(try await office.leaves("document.opened") == 0)
    }

    @Test(arguments: TestEngine.available)
    func aPaperOfAnotherPersonIsNeverKept(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        // The order is Chen's, the register answered about Lin: the page says whose paper it really is.
        let mixed = try await office.factory.make(
            Sample.identity(world: office.world) {
                $0.values["name"] = Sample.lin.name.text
                $0.values["number"] = Sample.lin.number.text
            })

        await #expect(throws: DocumentRefused.otherSubject) {
            try await office.keep(mixed, of: Sample.chen, subject: office.chen)
        }
        #expect(try await office.count("SELECT count(*) AS n FROM documents") == 0)
        #expect(try await office.leaves("document.sealed") == 0)
    }

    @Test(arguments: TestEngine.available)
    func nothingOfTheHolderStandsInTheRowsInClear(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        _ = try await office.issued()

        let row = try await office.engine.read { db in try db.rows("SELECT * FROM documents")[0] }
        let bytes = try row.bytes("pdf_sealed") + row.bytes("facts_sealed")

        for clear in ["陈静", "350203199006159807", "%PDF-", "样板里"] {
            #expect(bytes.range(of: clear, from: 0) == nil, "\(clear)")
        }
        for column in ["id", "case_number", "service_name", "issuer", "state"] {
            #expect(!(try row.text(column)).contains("陈静"))
        }
    }

    @Test(arguments: TestEngine.available)
    func aPaperIsRevokedOnceAndTheReasonIsKept(test: TestEngine) async throws {
        let office = try await TestOffice(test)
        let (_, record) = try await office.issued()
        let revoke = RevokeDocument(vault: office.vault, audit: office.audit, world: office.world)

        try await office.engine.write { db in
            try revoke(record.id, reason: .factsChanged, actor: .staff("s1"), in: db)
        }
        let after = try await office.engine.read { db in try DocumentStore.find(record.id, in: db) }

        #expect(after?.state == .revoked)
        #expect(after?.stateReason == "facts-changed")
        await #expect(throws: DocumentRefused.alreadyRevoked) {
            try await office.engine.write { db in
                try revoke(record.id, reason: .holderAsked, actor: .staff("s1"), in: db)
            }
        }
        #expect(try await office.leaves("document.revoked") == 1)
        #expect(after?.stateChangedAt == office.clock.now)
    }
}

@Suite("The check of the subject on the page")
struct SubjectCheckTests {
    /// The text as some registers write numbers, in full-width characters.
    private static func wide(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
    }

    private func drawn(_ texts: String...) -> [DrawnText] { texts.map { DrawnText(page: 1, text: $0) } }

    @Test func theSubjectsOwnPaperPasses() throws {
        try SubjectCheck.require(
            Sample.chen, on: drawn("姓名", "陈静", "号码：350203199006159807。", Sample.caseNumber))
    }

    @Test func aPaperWithoutTheNumberOrTheNameOrWithAnotherNumberIsRefused() {
        let number = Sample.chen.number.text
        for texts in [
            drawn("陈静"), drawn(number), drawn("林伟", number),
            drawn("陈静", number, "（\(Sample.lin.number.text)）"), drawn("陈静", Sample.lin.number.text),
            drawn("陈静", number, Self.wide(Sample.lin.number.text)),
        ] {
            #expect(throws: DocumentRefused.otherSubject) { try SubjectCheck.require(Sample.chen, on: texts) }
        }
    }
}
