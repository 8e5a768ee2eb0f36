import Audit
import Base
public import Staff
import Stations
import Storage
import Vault

/// Enrols a volunteer: one at the desk asks, another agrees, and she has her number.
public struct EnrolVolunteer: Sendable {
    /// So many numbers are tried before the register of volunteers is taken for full.
    static let drawsMax = 50

    /// What the desk writes down of her.
    public struct Wish: Hashable, Sendable {
        public let name: String
        public let number: String
        public let phone: String
        public let station: String
        public let reason: String

        public init(name: String, number: String, phone: String, station: String, reason: String) {
            self.name = name
            self.number = number
            self.phone = phone
            self.station = station
            self.reason = reason
        }
    }

    let parts: AssistanceParts
    let stations: StationQueries

    /// - Throws: ``AssistanceRefused/volunteerUnreadable``; `StaffRefused`.
    public func callAsFunction(
        _ wish: Wish, by presence: StaffPresence, through request: RequestApproval, requestID: String
    ) async throws {
        guard let name = PersonName(wish.name), let phone = Phone(wish.phone),
            let number = try? CitizenNumber(wish.number), try await stations.station(wish.station) != nil
        else { throw AssistanceRefused.volunteerUnreadable }
        let matter = VolunteerMatter(
            name: name, phone: phone, station: wish.station, person: Volunteer.person(number, parts.vault))
        try await request(matter.approval, reason: wish.reason, by: presence, requestID: requestID)
    }

    /// What the second person's yes sets off: the number that she is told, once.
    public var effect: ApprovalEffect {
        { [parts] approval, decider, db in
            guard let matter = VolunteerMatter(approval.matter), let name = PersonName(matter.name),
                let phone = Phone(matter.phone)
            else { throw StaffRefused.malformed }
            let volunteer = Volunteer(
                id: Token(parts.world), number: try Self.number(parts, in: db), name: name, phone: phone,
                station: matter.station, person: matter.person, enrolledAt: parts.world.now())
            try VolunteerStore.insert(
                volunteer, by: approval.requestedBy, and: decider.id, vault: parts.vault, in: db)
            try parts.audit.append(
                AuditAct(
                    "volunteer.enrolled", actor: .staff(approval.requestedBy), purpose: nil, caseNumber: nil,
                    subject: nil,
                    decision: "\(Volunteer.commitment(volunteer.id, parts.vault).hex) \(matter.station)"),
                in: db)
            return volunteer.number
        }
    }

    /// A number that nobody has or had.
    private static func number(_ parts: AssistanceParts, in db: any SQLConnection) throws -> String {
        for _ in 0..<drawsMax {
            let draw = parts.world.random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let number = String(100_000 + draw % 900_000)
            if try VolunteerStore.find(number: number, vault: parts.vault, in: db) == nil { return number }
        }
        throw StaffRefused.malformed
    }
}
