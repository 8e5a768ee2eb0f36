import Base
import Catalogue
import Identity
import Support
import Testing
import Uploads
import Web

@testable import Casework
@testable import Representation

/// What somebody fills in for another goes on by her own phone, and is handed in where she showed her right.
@Suite struct ActingPhoneTests {
    private static let complaint = CaseHouse.id("hotline/complaint")

    /// A complaint of an old man, begun by his son at terminal 0.
    private func begun(
        _ house: CaseHouse
    ) async throws -> (session: IdentifiedSession, number: CaseNumber) {
        let session = try await house.acting(.two, for: .elder, by: .parent)
        let number = try await house.open(Self.complaint, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        return (session, number)
    }

    @Test(arguments: TestEngine.available)
    func filesAndAnswersGoByThePhoneOfWhoActs(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        let account = try await house.account(session)
        try await house.verbs.handOver.show(number, for: session, requestID: "r")
        guard case .waiting(let code) = try await house.verbs.handOver.standing(number, for: session) else {
            Issue.record("no picture is shown")
            return
        }
        // Not even whom it is about: he is told of it, and has not begun it.
        for other in [TestPerson.elder, .one] {
            let stranger = try await house.account(house.visit(other, at: 1))
            await #expect(throws: CaseRefused.handOverUnknown) {
                _ = try await house.verbs.handOver.take(code, by: stranger, requestID: "r")
            }
            await #expect(throws: CaseRefused.unknownCase) {
                _ = try await house.verbs.own.session(number, of: stranger)
            }
        }
        #expect(try await house.verbs.handOver.take(code, by: account, requestID: "r") == number)
        #expect(try await house.acts("case.handed-over") == 1)

        let away = try await house.verbs.own.session(number, of: account)
        try await house.answer(number, CaseHouse.complained, of: away)
        try await house.send(["a"], number, away)
        let file = try await house.file(number)
        let sent = try #require(try await house.files(number).first)
        #expect(file.answers["pictures"] == sent.id.rawValue)
        #expect(sent.citizen == file.citizen && file.citizen != account.citizen)
        let (_, bytes) = try await house.verbs.files.open(sent.id, in: number, of: away, requestID: "r")
        #expect(bytes == SampleFiles.pdf("a"))
        #expect(try await house.verbs.own(of: account.citizen).isEmpty, "her own list names her own")

        await #expect(throws: CaseRefused.moreProofNeeded) {
            try await house.verbs.submit(number, of: away, requestID: "r")
        }
        #expect(try await house.state(number) == .open)
        try await house.verbs.submit(number, of: session, requestID: "r")
        #expect(try await house.state(number) == .deciding)
        await #expect(throws: CaseRefused.moreProofNeeded) {
            try await house.verbs.withdraw(number, of: away, requestID: "r")
        }
        #expect(try await house.state(number) == .deciding)
    }

    @Test(arguments: TestEngine.available)
    func aRightThatIsTakenBackEndsAtThePhoneToo(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        let account = try await house.account(session)
        let away = try await house.verbs.own.session(number, of: account)
        try await house.answer(number, ["about": "noise"], of: away)
        try await house.verbs.handOver.show(number, for: session, requestID: "r")
        guard case .waiting(let code) = try await house.verbs.handOver.standing(number, for: session) else {
            Issue.record("no picture is shown")
            return
        }
        try await house.agree(.elder, to: .two, .refused)

        await #expect(throws: RepresentationRefused.parentRefused) {
            try await house.answer(number, ["where": "样板里"], of: away)
        }
        await #expect(throws: RepresentationRefused.parentRefused) {
            try await house.send(["a"], number, away)
        }
        await #expect(throws: RepresentationRefused.parentRefused) {
            _ = try await house.verbs.own.session(number, of: account)
        }
        await #expect(throws: RepresentationRefused.parentRefused) {
            _ = try await house.verbs.handOver.take(code, by: account, requestID: "r")
        }
        #expect(try await house.files(number).isEmpty)
        #expect(try await house.file(number).answers == ["about": "noise"])
    }

    /// Two people's right is no right of either to the other's cases.
    @Test(arguments: TestEngine.available)
    func whatSheBeganForOneIsNotReachedForAnother(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        try await house.mandate(from: .one, to: .two)
        let other = try await house.acting(.two, for: .one, by: .mandate, at: 1)
        let second = try await house.open(CaseHouse.insurance, for: other)
        try await house.verbs.fetch(second, of: other, requestID: "r")
        let account = try await house.account(session)
        let away = try await house.verbs.own.session(number, of: account)

        try await house.answer(
            second, ["purpose": "schooling"], of: house.verbs.own.session(second, of: account))
        #expect(try await house.file(number).answers.isEmpty)
        // A terminal's visit is for whom it chose, whatever her phone does.
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.answer(number, ["about": "noise"], of: other)
        }
        try await house.answer(number, ["about": "other"], of: away)
        #expect(try await house.file(second).answers == ["purpose": "schooling"])
    }

    /// The page says where it is handed in, and has no button that would be refused.
    @Test(arguments: [
        ("en", "What you do for somebody else is handed in at a terminal."),
        ("zh-Hans", "替别人办的，要在终端提交。"), ("nan-Hant", "替別人辦的，愛佇終端機交。"),
    ])
    func thePhoneSaysWhereItIsHandedIn(language: String, words: String) async throws {
        let house = try await CaseHouse(.sqlite)
        let (session, number) = try await begun(house)
        let account = try await house.account(session)
        let away = try await house.verbs.own.session(number, of: account)
        try await house.answer(number, CaseHouse.complained, of: away)
        try await house.send(["a"], number, away)
        try await house.phone(account, language: language) { phone in
            let (path, page) = try await phone.follow("/account/cases/\(number)")
            #expect(path == "/account/cases/\(number)/check")
            #expect(!page.contains("/submission"))
            #expect(page.contains(words))
        }
    }
}
