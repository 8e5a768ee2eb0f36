import Audit
import Base

/// The effect of an agreed request to fill an officer's place that was held before.
///
/// Each of the two holds half of the new officer's code, so neither can enrol in her stead.
struct FillSeat: Sendable {
    let parts: StaffParts

    init(_ parts: StaffParts) {
        self.parts = parts
    }

    var effect: ApprovalEffect {
        { [parts] approval, decider, db in
            guard case .seat(let person, let half) = approval.matter, let seat = person.seat else {
                throw StaffRefused.malformed
            }
            guard try !StaffAccountStore.holds(seat, states: [.active, .invited], in: db) else {
                throw StaffRefused.seatTaken
            }
            let code = StaffCode(parts.world, begunWith: half)
            _ = try InviteStaff.admit(person, code, by: decider, nil, parts, in: db)
            return String(code.text.dropFirst(half.count + 1))
        }
    }
}

extension StaffVerbs {
    /// Asks that an officer's place is filled that was held before; another officer decides.
    ///
    /// - Returns: The half of the code that the one who asks hands over.
    /// - Throws: ``StaffRefused``: not an officer, a place that nobody held or that somebody holds.
    public func requestSeat(
        _ person: InviteStaff.Person, reason: String, by presence: StaffPresence, requestID: String
    ) async throws -> String {
        guard presence.account.may(.requestSeats) else { throw StaffRefused.rightMissing }
        guard let seat = person.seat, StaffRole.officers.contains(seat) else { throw StaffRefused.malformed }
        guard try await queries.emptySeats().held.contains(seat) else { throw StaffRefused.seatTaken }
        let half = StaffCode.half(queries.parts.world)
        try await requestApproval(
            .seat(person, half: half), reason: reason, by: presence, requestID: requestID)
        return half
    }
}
