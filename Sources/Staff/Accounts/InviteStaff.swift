import Storage
import Audit
public import Base

/// Asks somebody new in.
///
/// A new person has no role: roles are another act, which needs two people. Only the places of the three officers that nobody
/// ever held are filled at once, for until they are there is nobody who could be the second person; one that was held before
/// takes two, or a ``Recovery``.
public struct InviteStaff: Sendable {
    public struct Person: Hashable, Sendable {
        public let name: PersonName
        public let department: String?
        public let region: DivisionCode?
        /// An officer's place that she takes; nil for everybody else.
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
    /// - Throws: ``StaffRefused/rightMissing``, ``StaffRefused/rolesElsewhere``, ``StaffRefused/seatTaken``, ``StaffRefused/seatWasHeld``.
    public func callAsFunction(
        _ person: Person, by presence: StaffPresence, requestID: String
    ) async throws -> (id: String, code: StaffCode) {
        guard presence.account.may(.invitePeople) else { throw StaffRefused.rightMissing }
        guard person.seat.map(StaffRole.officers.contains) ?? true else { throw StaffRefused.malformed }
        guard person.seat == nil || person.region?.isOtherCity != true else {
            throw StaffRefused.rolesElsewhere
        }
        let code = StaffCode(parts.world)
        let id = try await parts.engine.write { [parts] db in
            try parts.requireStill(presence, in: db)
            if let seat = person.seat {
                guard try !StaffAccountStore.holds(seat, states: [.active, .invited], in: db) else {
                    throw StaffRefused.seatTaken
                }
                guard try !SeatStore.wasHeld(seat, in: db) else { throw StaffRefused.seatWasHeld }
            }
            return try Self.admit(person, code, by: presence.account, requestID, parts, in: db)
        }
        return (id, code)
    }

    /// Makes the account with its code.
    ///
    /// - Returns: The new number.
    static func admit(
        _ person: Person, _ code: StaffCode, by host: StaffAccount, _ requestID: String? = nil,
        _ parts: StaffParts, in db: any SQLConnection
    ) throws -> String {
        let now = parts.world.now()
        let account = StaffAccount(
            id: StaffAccount.id(after: try StaffAccountStore.count(in: db)), name: person.name,
            department: person.department, region: person.region, roles: person.seat.map { [$0] } ?? [],
            state: .invited, createdAt: now)
        try StaffAccountStore.insert(account, vault: parts.vault, in: db)
        try StaffCodeStore.insert(code, account: account.id, now: now, in: db)
        try parts.note(
            "staff.invited", by: .staff(host.id),
            decision: [account.id, person.seat?.rawValue].compactMap(\.self).joined(separator: " "),
            requestID, in: db)
        return account.id
    }
}
