import Base
import Storage
import Support
import Testing

@testable import Identity

/// A phone agrees to one visit at one terminal.
@Suite struct PhoneLoginTests {
    private struct Scene {
        let house: IdentityHouse
        let account: AccountSession
        let visit: Session

        func code() async throws -> String {
            guard case .waiting(let code) = try await house.accounts.phone.standing(in: visit) else {
                return ""
            }
            return code
        }

        func decide(_ code: String, isYes: Bool = true) async throws {
            try await house.accounts.phone.decide(isYes, code: code, by: account, requestID: "r")
        }

        @discardableResult
        func complete() async throws -> Identified {
            try await house.accounts.phone.complete(in: visit, requestID: "r")
        }
    }

    private func made(_ engine: TestEngine = .sqlite) async throws -> Scene {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let account = try await house.signIn(house.enrolled()).session
        let visit = try await house.begin("t-7").session
        try await house.accounts.phone.ask(in: visit, requestID: "r")
        return Scene(house: house, account: account, visit: visit)
    }

    @Test(arguments: TestEngine.available)
    func herPhoneOpensTheVisitOfHerAndNoOther(_ engine: TestEngine) async throws {
        let scene = try await made(engine)
        let code = try await scene.code()
        await #expect(throws: AccountRefused.visitUnknown, "nobody has agreed yet") {
            try await scene.complete()
        }
        let shown = try await scene.house.accounts.phone.visit(of: code, for: scene.account)
        #expect(shown.terminalID == "t-7" && shown.service == IdentityHouse.service)

        try await scene.decide(code)
        #expect(
            try await scene.house.accounts.phone.standing(in: scene.visit)
                == .agreed(number: "3502**********" + IdentityHouse.number().suffix(4)))
        let identified = try await scene.complete()

        #expect(identified.session.citizen == scene.account.citizen)
        #expect(identified.session.session.factors == [.phone])
        await #expect(throws: AccountRefused.visitUnknown, "once") { try await scene.complete() }
        await #expect(throws: AccountRefused.visitUnknown, "once") { try await scene.decide(code) }
        #expect(try await scene.house.notices().contains("visit-agreed"))
    }

    /// A visit in which the authority knew the card, and what her phone is to be asked.
    private func withCard(_ house: IdentityHouse, at terminal: String) async throws -> (Session, String) {
        let visit = try await house.begin(terminal).session
        await #expect(throws: IdentityRefused.cardUnreadable) {
            try await house.verbs.confirm.claim(of: visit)
        }
        try await house.present(IdentityHouse.card(), in: visit)
        try await house.accounts.phone.askBesideCard(
            in: visit, confirm: house.verbs.confirm, requestID: "r")
        guard case .waiting(let code) = try await house.accounts.phone.standing(in: visit) else {
            throw AccountRefused.visitUnknown
        }
        return (visit, code)
    }

    @Test(
        "ASVS 6.3.4: an account that card and code opened speaks for what must be sure after three days",
        arguments: TestEngine.available)
    func theCardThatWasConfirmedCountsBesideThePhone(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let totp = try await house.enrolled()
        let early = try await house.signIn(totp).session
        let (_, code) = try await withCard(house, at: "t-7")
        await #expect(throws: AccountRefused.accountNew(hours: 72)) {
            try await house.accounts.phone.decide(true, code: code, by: early, requestID: "r")
        }

        house.clock.advance(by: AccountParts.settleDefault)
        let account = try await house.signIn(totp).session
        let (visit, late) = try await withCard(house, at: "t-8")
        try await house.accounts.phone.decide(true, code: late, by: account, requestID: "r")
        let identified = try await house.accounts.phone.complete(in: visit, requestID: "r")
        #expect(identified.session.session.factors == [.card, .phone])

        // Opened anew with card and code, it waits again, and her face alone does not shorten that: whoever did it may have
        // left a way to sign in.
        _ = try await house.makeCode()
        let face = try await house.claimed(terminal: "t-5")
        try await house.consent(in: face)
        let here = try await house.face(in: face).session
        _ = try await house.accounts.activate.makeCode(for: here, reset: false, requestID: "r")
        let (_, again) = try await withCard(house, at: "t-9")
        let fresh = try await house.signIn(totp).session
        await #expect(throws: AccountRefused.accountNew(hours: 72)) {
            try await house.accounts.phone.visit(of: again, for: fresh)
        }
        // All ways gone, it is sure.
        _ = try await house.accounts.activate.makeCode(for: here, reset: true, requestID: "r")
        let sureFrom = try await house.engine.read { db in try AccountStore.sureFrom(here.citizen, in: db) }
        #expect(sureFrom == house.clock.now)
    }

    @Test func pressingAgainAsksTheAuthorityAgainOnlyForANewPictureAndFiveTimesAtMost() async throws {
        let house = try await IdentityHouse(.sqlite)
        let (visit, code) = try await withCard(house, at: "t-7")
        let ask = {
            try await house.accounts.phone.askBesideCard(
                in: visit, confirm: house.verbs.confirm, requestID: "r")
        }
        try await ask()
        #expect(try await house.accounts.phone.standing(in: visit) == .waiting(code: code))
        #expect(house.authority.asked.count == 1)
        for count in 2...PhoneLogin.perVisitMax {
            house.clock.advance(by: PhoneLogin.life)
            try await ask()
            #expect(house.authority.asked.count == count)
        }
        house.clock.advance(by: PhoneLogin.life)
        await #expect(throws: IdentityRefused.pictureTooOften) { try await ask() }
        await #expect(throws: IdentityRefused.pictureTooOften) {
            try await house.accounts.phone.ask(in: visit, requestID: "r")
        }
        #expect(house.authority.asked.count == PhoneLogin.perVisitMax)
    }

    @Test func theConfirmedCardBringsHerNewName() async throws {
        let house = try await IdentityHouse(.sqlite)
        try await house.register()
        let account = try await house.signIn(house.enrolled()).session
        try await house.engine.write { db in
            _ = try db.run("UPDATE accounts SET sure_from_ms = NULL")
        }
        let visit = try await house.begin("t-7").session
        try await house.present(IdentityHouse.card(name: "王新名"), in: visit)
        try await house.accounts.phone.ask(in: visit, withCard: true, requestID: "r")
        guard case .waiting(let code) = try await house.accounts.phone.standing(in: visit) else {
            throw AccountRefused.visitUnknown
        }
        try await house.accounts.phone.decide(true, code: code, by: account, requestID: "r")
        _ = try await house.accounts.phone.complete(in: visit, requestID: "r")

        let person = try await house.engine.read { [vault = house.vault] db in
            try CitizenStore.find(account.citizen, vault: vault, in: db)
        }
        #expect(person?.name == "王新名")
    }

    @Test func anAccountThatCardAndFaceOpenedIsSureAtOnce() async throws {
        let house = try await IdentityHouse(.sqlite)
        let visit = try await house.claimed(terminal: "t-1")
        try await house.consent(in: visit)
        let here = try await house.face(in: visit).session
        _ = try await house.accounts.activate.makeCode(for: here, reset: false, requestID: "r")
        let sureFrom = try await house.engine.read { db in try AccountStore.sureFrom(here.citizen, in: db) }
        #expect(sureFrom == house.clock.now)
    }

    /// A code may take every way to sign in away, so it is a visit's that goes on.
    @Test(arguments: TestEngine.available)
    func aVisitThatEndedMeanwhileMakesNoCode(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let here = try await house.identified()
        try await house.verbs.end.all(ofTerminal: "t-1", because: .terminal, requestID: "r")

        await #expect(throws: IdentityRefused.sessionOver) {
            try await house.accounts.activate.makeCode(for: here, reset: true, requestID: "r")
        }
        let isOpen = try await house.engine.read { db in try AccountStore.isOpen(here.citizen, in: db) }
        #expect(!isOpen)
    }

    @Test func aCardThatNobodyConfirmedDoesNotCount() async throws {
        let scene = try await made()
        try await scene.decide(scene.code())
        try await scene.house.present(IdentityHouse.card(), in: scene.visit)
        try await ChooseWay(scene.house.parts)(.cardPhone, in: scene.visit)
        #expect(try await scene.complete().session.session.factors == [.phone])
    }

    @Test func aNoOpensNothing() async throws {
        let scene = try await made()
        try await scene.decide(scene.code(), isYes: false)
        #expect(try await scene.house.accounts.phone.standing(in: scene.visit) == .refused)
        await #expect(throws: AccountRefused.visitUnknown) { try await scene.complete() }
    }

    @Test("ASVS 6.6.2: the picture is bound to its visit, and the one before is nothing")
    func thePictureIsBoundToItsVisit() async throws {
        let scene = try await made()
        let old = try await scene.code()
        scene.house.clock.advance(by: .seconds(1))
        try await scene.house.accounts.phone.ask(in: scene.visit, requestID: "r")
        await #expect(throws: AccountRefused.visitUnknown) { try await scene.decide(old) }

        let other = try await scene.house.begin("t-8").session
        try await scene.decide(scene.code())
        await #expect(throws: AccountRefused.visitUnknown, "another terminal gets nothing of it") {
            try await scene.house.accounts.phone.complete(in: other, requestID: "r")
        }
    }

    @Test func thePictureIsGoodForTwoMinutes() async throws {
        let scene = try await made()
        let code = try await scene.code()
        scene.house.clock.advance(by: PhoneLogin.life)
        await #expect(throws: AccountRefused.visitUnknown) { try await scene.decide(code) }
        #expect(try await scene.house.accounts.phone.standing(in: scene.visit) == .expired)
    }

    @Test func aVisitThatIsOverIsNothing() async throws {
        let scene = try await made()
        let code = try await scene.code()
        try await scene.house.verbs.end.all(ofTerminal: "t-7", because: .terminal, requestID: "r")
        await #expect(throws: AccountRefused.visitUnknown) { try await scene.decide(code) }
    }

    @Test("ASVS 6.6.1: a phone that is signed in by message agrees to nothing")
    func aPhoneSignedInByMessageAgreesToNothing() async throws {
        let scene = try await made()
        let first = try await scene.house.first()
        try await scene.house.accounts.signIn.sendCode(in: first, requestID: "r")
        let basic = try await scene.house.accounts.signIn.code(
            scene.house.messages.sent.last?.code ?? "", in: first, device: nil, requestID: "r")
        let code = try await scene.code()
        await #expect(throws: AccountRefused.levelTooLow) {
            try await scene.house.accounts.phone.visit(of: code, for: basic.session)
        }
    }

    @Test(arguments: TestEngine.available)
    func aCardOfAnotherEndsIt(_ engine: TestEngine) async throws {
        let scene = try await made(engine)
        try await scene.decide(scene.code())
        try await scene.house.present(IdentityHouse.card(2, name: "林阿美"), in: scene.visit)
        await #expect(throws: IdentityRefused.otherCard) { try await scene.complete() }
    }

    @Test func anAccountThatAPhoneOpenedMakesNoNewAccount() async throws {
        let scene = try await made()
        try await scene.decide(scene.code())
        let session = try await scene.complete().session
        await #expect(throws: AccountRefused.levelTooLow, "a lost phone must not reset what it can open") {
            try await scene.house.accounts.activate.makeCode(for: session, reset: true, requestID: "r")
        }
    }

    @Test(
        "ASVS 7.5.3: a session that the portal vouches for agrees to nothing", arguments: TestEngine.available
    )
    func whatThePortalVouchesForAgreesToNothing(_ engine: TestEngine) async throws {
        let scene = try await made(engine)
        let (house, now) = (scene.house, scene.house.clock.now)
        let token = try await house.accounts.beginVouched(
            scene.account.citizen, level: .high, authenticatedAt: now, language: .english, requestID: "r",
            also: { _, _ in }
        ).token
        let vouched = try await house.accounts.current(token: token)
        let code = try await scene.code()
        await #expect(throws: AccountRefused.levelTooLow) {
            try await house.accounts.phone.visit(of: code, for: vouched)
        }
        await #expect(throws: AccountRefused.levelTooLow) {
            try await house.accounts.phone.decide(true, code: code, by: vouched, requestID: "r")
        }
    }

    @Test(
        "ASVS 7.5.3: a phone that was signed in long ago agrees once its person has proved herself anew",
        arguments: TestEngine.available)
    func aSignInOfLongAgoAgreesToNothing(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let totp = try await house.enrolled()
        let account = try await house.signIn(totp).session
        house.clock.advance(by: AccountSession.proofFreshFor + .seconds(1))
        let visit = try await house.begin("t-7").session
        try await house.accounts.phone.ask(in: visit, requestID: "r")
        let scene = Scene(house: house, account: account, visit: visit)
        let code = try await scene.code()
        await #expect(throws: AccountRefused.proofStale) {
            try await house.accounts.phone.visit(of: code, for: account)
        }
        await #expect(throws: AccountRefused.proofStale) { try await scene.decide(code) }

        let again = try await house.accounts.signIn.proveAgain(
            IdentityHouse.password, code: house.code(totp), in: account, device: nil, requestID: "r")
        try await house.accounts.phone.decide(true, code: code, by: again.session, requestID: "r")
        #expect(try await scene.complete().session.citizen == account.citizen)
    }

    @Test(
        "ASVS 7.5.3: what is dear at a terminal wants the card, or a proof on the phone of the last ten minutes",
        arguments: TestEngine.available)
    func whatIsDearAtATerminalWantsAFreshProof(_ engine: TestEngine) async throws {
        let scene = try await made(engine)
        let house = scene.house
        house.clock.advance(by: .seconds(60))
        try await scene.house.accounts.phone.ask(in: scene.visit, requestID: "r")
        try await scene.decide(scene.code())
        let byPhone = try await scene.complete().session
        let byCard = try await house.identified(terminal: "t-8")
        try await house.accounts.requireFresh(byPhone)
        try await house.accounts.requireFresh(byCard)

        let left = AccountSession.proofFreshFor - house.clock.now.since(scene.account.authenticatedAt)
        house.clock.advance(by: left)
        try await house.accounts.requireFresh(byPhone)
        house.clock.advance(by: .milliseconds(1))
        await #expect(throws: IdentityRefused.proofNeeded, "counted from the proof, not from the yes") {
            try await house.accounts.requireFresh(byPhone)
        }
        try await house.accounts.requireFresh(byCard)
    }

    @Test(
        "ASVS 7.4.5: signing out everywhere ends what the phone has opened, and what it agreed to",
        arguments: TestEngine.available)
    func signingOutEverywhereEndsVisitsOfThePhone(_ engine: TestEngine) async throws {
        let scene = try await made(engine)
        let house = scene.house
        try await scene.decide(scene.code())
        try await scene.complete()
        let byCard = try await house.identified(terminal: "t-8").session
        let agreed = try await house.begin("t-9").session
        try await house.accounts.phone.ask(in: agreed, requestID: "r")
        try await scene.decide(Scene(house: house, account: scene.account, visit: agreed).code())

        try await house.accounts.manage.signOutEverywhere(scene.account, requestID: "r")

        let left = try await house.engine.read { db in
            try [scene.visit.id, byCard.id].filter { try SessionStore.open(id: $0, in: db) != nil }
        }
        #expect(left == [byCard.id], "her card is another thing")
        await #expect(throws: AccountRefused.visitUnknown) {
            try await house.accounts.phone.complete(in: agreed, requestID: "r")
        }
    }
}
