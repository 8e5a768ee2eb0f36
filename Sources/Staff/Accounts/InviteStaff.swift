import Storage
import Audit
public import Base

/// Asks somebody new in.
///
/// A new person has no role: roles are another act, which needs two people. Only the places of the three officers that stand
/// empty are filled at once, for until they are there is nobody who could be the second person.
public struct InviteStaff: Sendable {
    public struct Person: Hashable, Sendable {
        public let name: PersonName
        public let department: String?
        public let region: DivisionCode?
        /// An officer's place that stands empty; nil for everybody else.
        public let seat: StaffRole?

        public init(name: PersonName, department: String?, region: DivisionCode?, seat: StaffRole?) {
            self.name = name
            self.department = department
            self.region = region
            self.seat = seat
        }
    }

    let parts: StaffParts

    public init(_ parts: StaffParts) {
        self.parts = parts
    }

    /// - Returns: The new number, and the code to hand over.
    /// - Throws: ``StaffRefused/rightMissing``, ``StaffRefused/seatTaken``.
    public func callAsFunction(
        _ person: Person, by presence: StaffPresence, requestID: String
    ) async throws -> (id: String, code: StaffCode) {
        guard presence.account.may(.invitePeople) else { throw StaffRefused.rightMissing }
        guard person.seat.map(StaffRole.officers.contains) ?? true else { throw StaffRefused.malformed }
        let code = StaffCode(parts.world)
        let now = parts.world.now()
        let id = try await parts.engine.write { [parts] db in
            if let seat = person.seat,
                try StaffAccountStore.holds(seat, states: [.active, .invited], in: db)
            {
                throw StaffRefused.seatTaken
            }
            let account = StaffAccount(
                id: StaffAccount.id(after: try StaffAccountStore.count(in: db)), name: person.name,
                department: person.department, region: person.region,
                roles: person.seat.map { [$0] } ?? [], state: .invited, createdAt: now)
            try StaffAccountStore.insert(account, vault: parts.vault, in: db)
            try StaffCodeStore.insert(code, account: account.id, now: now, in: db)
            try parts.note(
                "staff.invited", by: .staff(presence.account.id),
                decision: [account.id, person.seat?.rawValue].compactMap(\.self).joined(separator: " "),
                requestID, in: db)
            return account.id
        }
        return (id, code)
    }
}
