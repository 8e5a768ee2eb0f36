import Base
import Catalogue
import Identity
import Storage
import Support
import Testing
import Vault
import Wire

@testable import Casework
@testable import Representation

extension CaseHouse {
    static let allKinds = Set(RepresentationKind.allCases)

    /// A visit of one person who has said that she is there for another.
    func acting(
        _ actor: TestPerson, for subject: TestPerson, by kind: RepresentationKind, at terminal: Int = 0
    ) async throws -> IdentifiedSession {
        if kind == .parent { try await agree(subject, to: actor) }
        let session = try await visit(actor, at: terminal, for: Self.insurance, forAnother: true)
        return try await choose(subject, by: kind, of: session)
    }

    /// A child asks, and the parent says her word at another terminal.
    func agree(
        _ parent: TestPerson, to child: TestPerson, _ answer: ParentAgreement.Answer = .agreed
    ) async throws {
        let asking = try await visit(child, at: 1, for: Self.insurance, forAnother: true)
        do {
            _ = try await choose(parent, by: .parent, of: asking)
        } catch RepresentationRefused.parentAsked {}
        let own = try await visit(parent, at: 2)
        let asked = try #require(try await verbs.mandates.answerChild.all(of: own.citizen).first)
        try await verbs.mandates.answerChild(
            asked.agreement.id, answer, of: own.citizen, terminal: terminals[2], requestID: "r")
    }

    func choose(
        _ subject: TestPerson, by kind: RepresentationKind, of session: IdentifiedSession,
        kinds: Set<RepresentationKind> = allKinds
    ) async throws -> IdentifiedSession {
        try await verbs.acting(
            try await choice(of: subject, by: kind, in: session), by: kind, kinds: kinds, of: session,
            requestID: "r"
        ).session
    }

    /// How a page of this visit would name the person, whether or not one does.
    func choice(
        of subject: TestPerson, by kind: RepresentationKind, in session: IdentifiedSession
    ) async throws -> String {
        var key = subject.number.text
        if kind == .mandate {
            let (vault, now) = (vault, clock.now)
            key =
                try await engine.read { db in
                    try db.rows("SELECT id FROM mandates ORDER BY given_at_ms DESC, id LIMIT 100").compactMap
                    {
                        try MandateStore.find($0.value("id"), vault: vault, in: db)
                    }.first { mandate in
                        let giver = try CitizenStore.find(mandate.giver, vault: vault, in: db)
                        return giver?.number == subject.number && mandate.standing(at: now) == .holds
                    }?.id.rawValue
                } ?? key
        }
        return vault.term(ChooseActing.choiceIndex, "\(session.session.id)|\(kind.rawValue)|\(key)").hex
    }

    /// A mandate from one person to another.
    @discardableResult
    func mandate(
        from giver: TestPerson, to holder: TestPerson, scope: String = CaseHouse.insurance.rawValue,
        days: Int = 30
    ) async throws -> Token {
        let own = try await visit(giver, at: 2)
        return try await verbs.mandates.give(
            ManageMandates.Wish(
                name: holder.name, number: holder.number.text, scope: scope, days: days),
            by: own.citizen, requestID: "r")
    }

    /// Every step of a case, in order; each needs those before it.
    enum Step: String, CaseIterable, Sendable {
        case open, fetch, answer, submit, ticket, paper
    }

    func step(_ step: Step, _ walk: inout Walk, of session: IdentifiedSession) async throws {
        switch step {
        case .open: walk.number = try await open(Self.insurance, for: session)
        case .fetch: try await verbs.fetch(walk.whole(), of: session, requestID: "r")
        case .answer: try await answer(walk.whole(), ["purpose": "schooling"], of: session)
        case .submit: try await verbs.submit(walk.whole(), of: session, requestID: "r")
        case .ticket:
            let answer = try await verbs.print.ticket(walk.whole(), for: session, requestID: "r")
            walk.ticket = Token(rawValue: answer.ticketID)
        case .paper:
            walk.paper = try await verbs.print.paper(
                ticket: try #require(walk.ticket), for: session, requestID: "r")
        }
    }

    /// The durable half of a submission alone: its paper is left to the job.
    func accept(_ walk: Walk, of session: IdentifiedSession) async throws {
        try await verbs.submit.accept(walk.whole(), of: session, requestID: "r")
    }

    struct Walk: Sendable {
        var number: CaseNumber?
        var ticket: Token?
        var paper: [UInt8]?

        func whole() throws -> CaseNumber { try #require(number) }
    }
}
