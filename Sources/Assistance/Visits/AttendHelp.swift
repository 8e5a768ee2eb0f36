import Base
import Audit
import Identity
import Storage

/// Whether somebody helps at a terminal now, asked before every page of it; what has become of the visit meanwhile is
/// taken account of, and the log tells the person as soon as she is known.
public struct AttendHelp: Sendable {
    public enum Presence: Sendable {
        case nobody
        case here(Assistance, number: String)
        /// It has just come to its end, not at the person's press.
        case over(Assistance.End)
    }

    /// What is to be done before anybody sees the next page.
    enum Change: Hashable, Sendable {
        case end(Assistance.End)
        case join(Token)
        case tell(Session)
    }

    let parts: AssistanceParts

    public func callAsFunction(
        at terminal: String, token: String?, requestID: String
    ) async throws -> Presence {
        let parts = parts
        let now = parts.world.now()
        // Nearly always there is nobody, and then nothing is written.
        let seen = try await parts.engine.read { db -> (Presence, Change?) in
            try look(terminal, token, at: now, in: db)
        }
        guard seen.1 != nil else { return seen.0 }
        return try await parts.engine.write { db in
            // At most: join, tell, and then end or stay.
            for _ in 0..<4 {
                let (presence, change) = try look(terminal, token, at: now, in: db)
                guard case .here(let help, _) = presence, let change else { return presence }
                if let end = try apply(change, to: help, at: now, requestID, in: db) { return .over(end) }
            }
            return .nobody
        }
    }

    /// Names the help in the log of a case that the person has opened while it went on.
    public func name(_ help: Assistance, inCase number: String, requestID: String) async throws {
        guard help.caseNumber != number, let volunteer = help.volunteer else { return }
        try await parts.engine.write { [parts] db in
            guard try AssistanceStore.name(help.id, inCase: number, in: db) else { return }
            try parts.note(
                "assistance.case", by: .helper(commitment: Volunteer.commitment(volunteer, parts.vault)),
                in: help, about: parts.commitment(ofVisit: help.session, in: db), caseNumber: number,
                requestID, in: db)
        }
    }

    private func look(
        _ terminal: String, _ token: String?, at now: Instant, in db: any SQLConnection
    ) throws -> (Presence, Change?) {
        guard let help = try AssistanceStore.open(at: terminal, in: db), let begun = help.begunAt,
            let id = help.volunteer
        else { return (.nobody, nil) }
        let volunteer = try VolunteerStore.find(id, vault: parts.vault, in: db)
        let visit = try token.flatMap { try parts.visits.visit(of: $0, terminal: terminal, in: db) }
        let here = Presence.here(help, number: volunteer?.number ?? "")
        guard let volunteer, volunteer.retiredAt == nil else { return (here, .end(.revoked)) }
        guard now.since(begun) <= Assistance.lifeMax, begun.since(now) <= Session.clockBackMax else {
            return (here, .end(.time))
        }
        guard let session = help.session else {
            guard let visit else {
                return (here, now.since(begun) > Assistance.waitMax ? .end(.time) : nil)
            }
            return (here, .join(visit.id))
        }
        guard let visit, visit.id == session else {
            // A token that has just been renewed is unknown for the length of one press; the visit goes on.
            let goesOn = try token != nil && visit == nil && parts.visits.visit(session, in: db) != nil
            return (here, goesOn ? nil : .end(.visit))
        }
        guard let person = visit.citizen, !help.isTold else { return (here, nil) }
        let number = try CitizenStore.find(person, vault: parts.vault, in: db)?.number
        let isHerself = number.map { Volunteer.person($0, parts.vault) == volunteer.person } ?? false
        return (here, isHerself ? .end(.herself) : .tell(visit))
    }

    private func apply(
        _ change: Change, to help: Assistance, at now: Instant, _ requestID: String,
        in db: any SQLConnection
    ) throws -> Assistance.End? {
        switch change {
        case .end(let reason):
            try EndHelp(parts: parts).one(help, because: reason, at: now, requestID, in: db)
            return reason
        case .join(let session):
            try AssistanceStore.join(help.id, session, in: db)
        case .tell(let visit):
            guard try AssistanceStore.tell(help.id, at: now, in: db), let volunteer = help.volunteer else {
                return nil
            }
            try parts.note(
                "assistance.told", by: .helper(commitment: Volunteer.commitment(volunteer, parts.vault)),
                in: help, about: parts.commitment(ofVisit: visit.id, in: db), service: visit.service,
                requestID, in: db)
        }
        return nil
    }
}
