import Base
import Catalogue
import Storage
import Support
import Testing
import Uploads

@testable import Casework
@testable import Identity

extension CaseHouse {
    static let card = CaseHouse.id("veterans/preferential-card-apply")
    private static let complaint = CaseHouse.id("hotline/complaint")
    static let complained = [
        "about": "noise", "where": "350203 样板里1号附近工地", "since": "ongoing", "night": "yes",
        "what": "工地夜里打桩。", "before": "no", "callback": "no", "secret": "yes", "publish": "no",
    ]

    /// A complaint that was begun at a terminal and goes on at her phone.
    func complaint(
        _ person: TestPerson = .one, at terminal: Int = 0
    ) async throws -> (account: AccountSession, session: IdentifiedSession, number: CaseNumber) {
        let visit = try await visit(person, at: terminal, for: Self.complaint)
        let account = try await account(visit)
        let number = try await open(Self.complaint, for: visit)
        let session = try await verbs.own.session(number, of: account)
        try await verbs.fetch(number, of: session, requestID: "r")
        try await answer(number, Self.complained, of: session)
        return (account, session, number)
    }

    func files(_ number: CaseNumber) async throws -> [Upload] {
        try await engine.read { db in try UploadStore.all(of: number.rawValue, in: db) }
    }

    /// Sends a page for each text.
    func send(
        _ texts: [String], to question: String = "pictures", _ number: CaseNumber,
        _ session: IdentifiedSession
    ) async throws {
        try await verbs.files(
            texts.map { SampleFiles.pdf($0) }, to: question, in: number, of: session)
    }
}
