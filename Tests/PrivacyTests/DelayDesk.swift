import Audit
import Base
import Catalogue
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Passkeys
import Stations
import Storage
import Support
import Testing
import Vault
import Web

@testable import Privacy
@testable import Staff

/// The desk beside the room: officials of every kind, before the same database.
///
/// Another one on the same house is the desk after a restart.
struct DelayDesk {
    let house: PrivacyHouse
    let staff: StaffVerbs
    let verbs: PrivacyVerbs

    init(_ house: PrivacyHouse) throws {
        self.house = house
        let party = try #require(RelyingParty(url: "https://desk.example", name: "白鹭"))
        verbs = house.verbs
        staff = StaffVerbs(
            StaffParts(
                engine: house.engine, vault: house.vault, audit: house.audit, world: house.world,
                passkeys: Passkeys(
                    .staff, party: party, engine: house.engine, vault: house.vault, world: house.world)),
            effects: [.looksDelay: verbs.delay.effect], circles: [.looksDelay: verbs.delay.circle],
            findCase: { _, _ in nil }, findCases: { _, _, _, _ in [] },
            raiseAlarm: RaiseAlarm(engine: house.engine, world: house.world))
    }

    struct Official: Sendable {
        let presence: StaffPresence
        let token: Token
    }

    func official(
        _ id: String, _ roles: Set<StaffRole>, is number: CitizenNumber? = nil
    ) async throws -> Official {
        try await official(house.officer(id, roles, is: number))
    }

    func official(_ account: StaffAccount) async throws -> Official {
        let (id, now) = (account.id, house.clock.now)
        let session = StaffSession(
            id: Token(house.world), account: id, passkey: Token(house.world), startedAt: now, lastSeenAt: now)
        let (vault, token) = (house.vault, Token(house.world))
        try await house.engine.write { db in
            try StaffAccountStore.insert(account, vault: vault, in: db)
            if let person = account.person { _ = try StaffAccountStore.setPerson(id, person, in: db) }
            try StaffSessionStore.insert(session, tokenHash: SignInStaff.hash(token.rawValue), in: db)
        }
        return Official(presence: StaffPresence(session: session, account: account), token: token)
    }

    /// A request of the person, opened by an official: the look that is to be told later.
    func opened(
        _ person: PersonHere, by official: Official
    ) async throws -> (number: RequestNumber, act: Int64) {
        let number = try await house.make(
            .init(.explanation, topic: .rules, aboutIndex: nil, text: nil), of: person)
        try await house.integrate()
        _ = try await verbs.work.show(number, to: official.presence.account)
        try await house.integrate()
        return (number, try #require(try await verbs.looked(person).looks.first?.act.index))
    }

    func wish(_ number: RequestNumber, _ act: Int64, days: Int = 30) -> AskForDelay.Wish {
        let today = CalendarDate(inChinaAt: house.clock.now)
        return AskForDelay.Wish(
            act: act, concerns: number.rawValue, basis: house.basis,
            release: CalendarDate(daysSince1970: today.daysSince1970 + days), reason: "a case of fraud")
    }

    func ask(_ wish: AskForDelay.Wish, by official: Official) async throws {
        try await verbs.askForDelay(
            wish, by: official.presence, through: staff.requestApproval, requestID: "r")
    }

    func decide(_ decision: Approval.Decision, by official: Official) async throws {
        let waiting = try #require(try await staff.queries.approvals().first)
        var session = official.presence.session
        session.provedAgainAt = house.clock.now
        try await staff.decideApproval(
            waiting.id, decision, by: StaffPresence(session: session, account: official.presence.account),
            requestID: "r")
    }

    /// The desk's pages as a browser reaches them.
    func pages(_ test: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let frame = try Frame(
            rooms: [
                PrivacyResources.bundle, StaffResources.bundle, AuditRoutes.bundle, StationsResources.bundle,
            ])
        let listener = Listener(.staff, frame: frame, world: house.world)
        let router = listener.router()
        router.add(
            middleware: StaffGate(
                current: staff.current,
                access: DelayDeskRoutes.access.merging(RequestDeskRoutes.access) { $1 }))
        DelayDeskRoutes(frame: frame, world: house.world, verbs: verbs, staff: staff).add(to: router)
        RequestDeskRoutes(frame: frame, world: house.world, verbs: verbs, staff: staff).add(to: router)
        try await listener.application(router).test(.router) { client in try await test(client) }
    }
}

extension TestClientProtocol {
    func desk(
        _ method: HTTPRequest.Method, _ path: String, as official: DelayDesk.Official,
        _ fields: [String: String] = [:], language: String = "en"
    ) async throws -> (status: Int, text: String, location: String?) {
        var headers: HTTPFields = [.accept: "text/html", .acceptLanguage: language]
        headers[.cookie] = "__Host-egret-staff=\(official.token.rawValue)"
        if method == .post { headers[.contentType] = "application/x-www-form-urlencoded" }
        let body = fields.map { "\($0)=\($1)" }.sorted().joined(separator: "&")
        let answer = try await execute(
            uri: path, method: method, headers: headers,
            body: method == .post ? ByteBuffer(string: body) : nil)
        return (Int(answer.status.code), String(buffer: answer.body), answer.headers[.location])
    }
}
